// Elements. What others wrote becomes text nodes and attribute values only, so markup in it stays text.

const SVG = "http://www.w3.org/2000/svg";

function byId(id) {
  return document.getElementById(id);
}

function el(name, attributes, ...children) {
  return dressed(document.createElement(name), attributes, children);
}

function svg(name, attributes, ...children) {
  return dressed(document.createElementNS(SVG, name), attributes, children);
}

function dressed(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "style") Object.assign(node.style, value);
    else if (typeof value === "function") node.addEventListener(name, value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  append(node, children);
  return node;
}

function append(node, children) {
  for (const child of children.flat(Infinity)) {
    if (child !== null && child !== undefined && child !== "") node.append(child);
  }
}

/** Replaces what is in a node. */
function fill(node, ...children) {
  node.replaceChildren();
  append(node, children);
}

/** A drawing of a fixed inner size. */
function drawing(width, height, attributes, ...children) {
  return svg("svg", { viewBox: `0 0 ${width} ${height}`, width, height, ...attributes }, ...children);
}

/** Text that is cut to a number of characters; the whole stands in its title. */
function label(x, y, text, lengthMax, attributes) {
  const shown = text.length > lengthMax ? text.slice(0, Math.max(1, lengthMax - 1)) + "…" : text;
  return svg("text", { x, y, ...attributes }, shown, shown === text ? null : svg("title", {}, text));
}

/**
 * A table, a page of rows at a time. A column has a title, what stands in its cells, and perhaps a class.
 * Changing the rows keeps the page; `last` turns to the last one.
 */
class PagedTable {
  constructor(holder, pager, columns, { size = 50, name, empty }) {
    Object.assign(this, { holder, pager, columns, size, name, empty, page: 0, rows: [] });
  }

  show(rows, { last = false } = {}) {
    this.rows = rows;
    const pages = Math.max(1, Math.ceil(rows.length / this.size));
    this.page = last ? pages - 1 : Math.min(this.page, pages - 1);
    this.draw();
  }

  draw() {
    const start = this.page * this.size;
    const rows = this.rows.slice(start, start + this.size);
    if (rows.length === 0) {
      fill(this.holder, el("p", { class: "empty" }, this.empty));
    } else {
      const heads = this.columns.map(column => el("th", { scope: "col", class: column.class }, column.title));
      const body = rows.map(row =>
        el("tr", {}, this.columns.map(column => el("td", { class: column.class }, column.cell(row)))));
      const table = el("table", {}, el("thead", {}, el("tr", {}, heads)), el("tbody", {}, body));
      fill(this.holder, el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": this.name }, table));
    }
    paging(this.pager, start, rows.length, this.rows.length, step => {
      this.page += step;
      this.draw();
    });
  }
}

/** Earlier and Later, when there is more than fits. */
function paging(holder, start, shown, all, turn) {
  if (shown === all) {
    fill(holder);
    return;
  }
  const button = (text, step, off) => el("button", { type: "button", disabled: off, click: () => turn(step) }, text);
  fill(
    holder,
    button("Earlier", -1, start === 0),
    el("span", {}, `${number(start + 1)} to ${number(start + shown)} of ${number(all)}`),
    button("Later", 1, start + shown >= all));
}
