// The star: the hub in the middle, everybody else around it, and how much went along each spoke.

const SPOKES_MAX = 24;

/** Agents, or where there are too many of them one node for each type; and the people who operate. */
function starNodes(revision) {
  const known = agents.at(revision).filter(agent => agent.status || agent.sent > 0);
  let nodes = known.map(agent => ({
    name: agent.id, sub: agent.type || "unregistered", parties: [`agent:${agent.id}`],
    sent: agent.sent, received: agent.letters || 0, waiting: agent.waiting || 0,
    class: `${agent.status || "stopped"}${agent.attached ? "" : " away"}`,
  }));
  if (nodes.length > SPOKES_MAX) nodes = byType(nodes);
  const operators = people.at(revision);
  if (operators.length > 0) {
    nodes.push({
      name: "people", sub: operators.map(each => each.id).join(", "), class: "people", waiting: 0,
      parties: ["people", ...operators.map(each => `operator:${each.id}`)],
      sent: operators.reduce((sum, each) => sum + each.sent, 0), received: null,
    });
  }
  return nodes;
}

function byType(nodes) {
  const types = new Map();
  for (const node of nodes) {
    const type = types.get(node.sub) || { name: node.sub, agents: 0, parties: [], sent: 0, received: 0, waiting: 0, class: "" };
    type.agents += 1;
    type.sent += node.sent;
    type.received += node.received;
    type.waiting += node.waiting;
    type.parties.push(...node.parties);
    type.class = type.class.includes("active") ? type.class : node.class;
    types.set(node.sub, type);
  }
  const all = [...types.values()].map(type => ({ ...type, sub: count(type.agents, "agent") }));
  if (all.length <= SPOKES_MAX) return all;
  const most = all.sort((a, b) => b.sent + b.received - a.sent - a.received);
  const rest = most.slice(SPOKES_MAX - 1);
  const sum = key => rest.reduce((total, node) => total + node[key], 0);
  return [...most.slice(0, SPOKES_MAX - 1), {
    name: "others", sub: count(rest.length, "type"), class: "", parties: rest.flatMap(node => node.parties),
    sent: sum("sent"), received: sum("received"), waiting: sum("waiting"),
  }];
}

function drawStar(revision) {
  const nodes = starNodes(revision);
  const width = 560;
  const height = nodes.length > 12 ? 540 : 420;
  const [cx, cy] = [width / 2, height / 2];
  const small = nodes.length > 12;
  const [w, h] = small ? [98, 36] : [132, 50];
  const lit = talks.filter(talk => talk.revision === revision).flatMap(talk => [talk.from, talk.to]);
  const spokes = [];
  const boxes = [];
  nodes.forEach((node, i) => {
    const angle = -Math.PI / 2 + (2 * Math.PI * i) / nodes.length;
    const x = cx + Math.cos(angle) * (width / 2 - w / 2 - 8);
    const y = cy + Math.sin(angle) * (height / 2 - h / 2 - 18);
    const much = node.sent + (node.received || 0);
    spokes.push(svg("line", {
      class: `spoke${node.parties.some(party => lit.includes(party)) ? " lit" : ""}`,
      x1: cx, y1: cy, x2: x, y2: y, "stroke-width": 1 + Math.log2(1 + much) / 2,
    }));
    boxes.push(starBox(node, x, y, w, h, small));
  });
  const words = nodes.map(node => `${node.name}: ${node.sent} to the hub`
    + (node.received === null ? "" : `, ${count(node.received, "letter")} from it, ${node.waiting} waiting`));
  fill(
    byId("star"),
    svg("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": `The hub and ${nodes.length} around it. ${words.join("; ")}` },
      spokes,
      svg("circle", { class: "hub", cx, cy, r: 44 }),
      svg("text", { class: "hub-name", x: cx, y: cy + 5, "text-anchor": "middle", "font-size": 15 }, "hub"),
      boxes),
    el("p", { class: "muted" }, "↑ said to the hub, ↓ letters from the hub, apart from acknowledgements."));
}

function starBox(node, x, y, w, h, small) {
  const size = small ? 11.5 : 14;
  const counts = `↑${number(node.sent)}` + (node.received === null ? "" : ` ↓${number(node.received)}`);
  const waiting = node.waiting > 0 ? ` · ${number(node.waiting)} waiting` : "";
  return svg("g", {},
    svg("title", {}, `${node.name}, ${node.sub}`),
    svg("rect", { class: `node ${node.class}`, x: x - w / 2, y: y - h / 2, width: w, height: h, rx: 9 }),
    label(x, y - (small ? 2 : 3), node.name, small ? 14 : 16, { "text-anchor": "middle", "font-size": size, "font-weight": 600 }),
    svg("text", { class: "faint", x, y: y + (small ? 12 : 16), "text-anchor": "middle", "font-size": size - 1.5 }, counts + waiting));
}
