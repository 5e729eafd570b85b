// Time: in words, and as a place on an axis.

const ZONE = (() => {
  const wanted = byId("zone").dataset.zone;
  try {
    new Intl.DateTimeFormat("en-GB", { timeZone: wanted });
    return wanted;
  } catch {
    return "UTC";
  }
})();

const formats = new Map();
function formatted(millis, options) {
  const key = JSON.stringify(options);
  if (!formats.has(key)) formats.set(key, new Intl.DateTimeFormat("en-GB", { timeZone: ZONE, ...options }));
  return formats.get(key).format(millis);
}

const CLOCK = { hour: "2-digit", minute: "2-digit", second: "2-digit" };
const DAY = { day: "numeric", month: "short", year: "numeric" };

function clock(millis) {
  return formatted(millis, CLOCK);
}

/** With the day where the report spans several. */
function moment(millis) {
  return day(timeOf(FIRST)) === day(timeOf(LAST)) ? clock(millis) : `${day(millis)}, ${clock(millis)}`;
}

function day(millis) {
  return formatted(millis, DAY);
}

/** 240 ms, 12.3 s, 5 min 20 s, 3 h 5 min, 2 d 4 h. */
function span(millis) {
  if (millis < 1000) return `${Math.round(millis)} ms`;
  const seconds = millis / 1000;
  if (seconds < 60) return `${seconds < 10 ? seconds.toFixed(1) : Math.round(seconds)} s`;
  const parts = (large, largeName, small, smallName) => `${large} ${largeName}${small ? ` ${small} ${smallName}` : ""}`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return parts(minutes, "min", Math.round(seconds % 60) % 60, "s");
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? parts(hours, "h", minutes % 60, "min") : parts(Math.floor(hours / 24), "d", hours % 24, "h");
}

/** Stretches without any event that are long beside all others: an axis may shorten them. */
function quietStretches(instants) {
  const gaps = [];
  for (let i = 1; i < instants.length; i++) {
    if (instants[i] > instants[i - 1]) gaps.push({ from: instants[i - 1], to: instants[i] });
  }
  const length = gap => gap.to - gap.from;
  gaps.sort((a, b) => length(b) - length(a));
  let rest = gaps.reduce((sum, gap) => sum + length(gap), 0);
  const quiet = [];
  while (gaps.length > 3 && quiet.length < 40) {
    const longest = length(gaps[0]);
    if (longest < 3000 || longest < 0.12 * rest || longest < 8 * (rest / gaps.length)) break;
    rest -= longest;
    quiet.push(gaps.shift());
  }
  return quiet.sort((a, b) => a.from - b.from);
}

/**
 * An axis from 0 to a width. A place is found from a revision and an instant: `short` and `time` look at the instant,
 * `revision` at the revision.
 */
function axisOf(kind, width) {
  if (kind === "revision") {
    const step = width / Math.max(1, LAST - FIRST);
    return { kind, width, quiet: [], place: revision => (Math.max(FIRST, revision) - FIRST) * step };
  }
  const start = timeOf(FIRST);
  const end = Math.max(start + 1, timeOf(LAST));
  const quiet = kind === "short" ? quietStretches(events.map(event => event.at)) : [];
  const quietWidth = Math.min(48, (0.4 * width) / Math.max(1, quiet.length));
  const lively = end - start - quiet.reduce((sum, gap) => sum + gap.to - gap.from, 0);
  const pace = (width - quiet.length * quietWidth) / Math.max(1, lively);
  const pieces = [];
  let at = start;
  let x = 0;
  for (const gap of [...quiet, { from: end, to: end }]) {
    pieces.push({ from: at, to: gap.from, x, pace });
    x += (gap.from - at) * pace;
    if (gap.to > gap.from) {
      pieces.push({ from: gap.from, to: gap.to, x, pace: quietWidth / (gap.to - gap.from), quiet: true });
      x += quietWidth;
    }
    at = gap.to;
  }
  const place = (revision, millis) => {
    const instant = Math.min(end, Math.max(start, millis));
    let low = 0;
    let high = pieces.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (pieces[middle].from <= instant) low = middle;
      else high = middle - 1;
    }
    return pieces[low].x + (instant - pieces[low].from) * pieces[low].pace;
  };
  return { kind, width, place, pieces, quiet: pieces.filter(piece => piece.quiet) };
}

const STEPS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1e3, 2e3, 5e3, 1e4, 15e3, 3e4, 6e4, 12e4, 3e5, 6e5, 9e5, 18e5, 36e5,
  72e5, 108e5, 216e5, 432e5, 864e5, 1728e5, 6048e5, 26298e5];

/** Where to write what along an axis: round instants, or round revisions. */
function ticksOf(axis) {
  const apart = 92;
  if (axis.kind === "revision") {
    const step = STEPS.find(each => each * (axis.width / Math.max(1, LAST - FIRST)) >= apart / 1.5) || LAST;
    const ticks = [];
    for (let at = Math.ceil(FIRST / step) * step; at <= LAST; at += step) ticks.push({ x: axis.place(at), text: number(at) });
    return ticks;
  }
  const ticks = [];
  for (const piece of axis.pieces) {
    if (piece.quiet || piece.to === piece.from) continue;
    const step = STEPS.find(each => each * piece.pace >= apart) || STEPS.at(-1);
    const options = step < 1000 ? { ...CLOCK, fractionalSecondDigits: 3 } : step < 864e5 ? CLOCK : DAY;
    const last = () => (ticks.length ? ticks.at(-1).x : -Infinity);
    for (let at = Math.ceil(piece.from / step) * step; at <= piece.to; at += step) {
      const x = piece.x + (at - piece.from) * piece.pace;
      if (x - last() >= apart * 0.9 && x < axis.width - 40) ticks.push({ x, text: formatted(at, options) });
    }
    if (last() < piece.x - apart && piece.x < axis.width - 60) ticks.push({ x: piece.x, text: clock(piece.from) });
  }
  return ticks.sort((a, b) => a.x - b.x);
}
