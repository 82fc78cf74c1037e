/*
 * The list of series, most anomalous first. Only the lines in sight exist as elements, so thousands of series cost what
 * a screenful does. Lines keep their places while the pointer is over them.
 */
(() => {
  'use strict';

  const {element} = Lookback;
  const ROW = 38;
  const SPARE = 4;

  /** Of a long name the last letters always show: they tell it from its neighbors. */
  const LONG = 22;
  const TAIL = 10;

  /** A line as the server sends it. */
  const read = ([series, now, severity, peak, warming, confidence, time, trend]) =>
    ({series, now, severity, peak, warming: warming === 1, confidence, time, trend, folded: series.toLowerCase()});

  /** Open alerts first, then by severity in coarse steps, so that lines do not jump about; then by name. */
  function rank(line) {
    if (line.peak > 0) return 2 + line.peak;
    return line.warming ? -1 : Math.round(line.now * 10) / 10;
  }

  const order = (a, b) => rank(b) - rank(a) || (a.series < b.series ? -1 : 1);

  class SeriesList {
    /** @param choose is told the series that the user chose */
    constructor(box, rows, choose) {
      this.box = box;
      this.rows = rows;
      this.choose = choose;
      this.lines = new Map();
      this.shown = [];
      this.pool = [];
      this.query = '';
      this.chosen = null;
      box.addEventListener('scroll', () => this.paint());
      box.addEventListener('pointerleave', () => this.arrange());
      rows.addEventListener('click', (event) => {
        const row = event.target.closest('.row');
        if (row) this.choose(row.series);
      });
      new ResizeObserver(() => this.paint()).observe(box);
    }

    get size() {
      return this.lines.size;
    }

    get open() {
      let open = 0;
      for (const line of this.lines.values()) open += line.peak > 0 ? 1 : 0;
      return open;
    }

    get(series) {
      return this.lines.get(series);
    }

    update({all, rows}) {
      if (all) this.lines = new Map();
      for (const row of rows) this.lines.set(row[0], read(row));
      if (!all && this.box.matches(':hover') && this.shown.length > 0) {
        this.shown = this.shown.map((line) => this.lines.get(line.series));
        this.paint();
      } else {
        this.arrange();
      }
    }

    search(text) {
      this.query = text.trim().toLowerCase();
      this.arrange();
      this.box.scrollTop = 0;
    }

    select(series) {
      this.chosen = series;
      this.paint();
    }

    /** Chooses the line that many places further down. */
    step(by) {
      if (this.shown.length === 0) return;
      const at = this.shown.findIndex((line) => line.series === this.chosen);
      const next = Math.max(0, Math.min(this.shown.length - 1, at < 0 ? 0 : at + by));
      this.choose(this.shown[next].series);
      this.reveal(next);
    }

    reveal(index) {
      const top = index * ROW;
      if (top < this.box.scrollTop) this.box.scrollTop = top;
      const below = top + ROW - this.box.clientHeight;
      if (below > this.box.scrollTop) this.box.scrollTop = below;
      this.paint();
    }

    page() {
      return Math.max(1, Math.floor(this.box.clientHeight / ROW) - 1);
    }

    arrange() {
      const words = this.query.split(/\s+/).filter(Boolean);
      this.shown = [...this.lines.values()].filter((line) => words.every((word) => line.folded.includes(word)));
      this.shown.sort(order);
      this.paint();
    }

    paint() {
      if (this.painting) return;
      this.painting = requestAnimationFrame(() => {
        this.painting = 0;
        this.render();
      });
    }

    render() {
      this.rows.style.height = `${this.shown.length * ROW}px`;
      const first = Math.max(0, Math.floor(this.box.scrollTop / ROW) - SPARE);
      const count = Math.min(this.shown.length - first, Math.ceil(this.box.clientHeight / ROW) + 2 * SPARE);
      while (this.pool.length < count) this.pool.push(this.rows.appendChild(row()));
      this.pool.forEach((each, i) => {
        each.hidden = i >= count;
        if (i < count) this.fill(each, this.shown[first + i], first + i);
      });
      const at = this.pool.find((each) => !each.hidden && each.series === this.chosen);
      if (at) this.box.setAttribute('aria-activedescendant', at.id);
      else this.box.removeAttribute('aria-activedescendant');
    }

    fill(each, line, index) {
      const chosen = line.series === this.chosen;
      each.style.transform = `translateY(${index * ROW}px)`;
      each.id = `series-${index}`;
      each.setAttribute('aria-selected', chosen);
      each.setAttribute('aria-posinset', index + 1);
      each.setAttribute('aria-setsize', this.shown.length);
      each.classList.toggle('open', line.peak > 0);
      if (each.series !== line.series) {
        each.series = line.series;
        each.title = line.series;
        const tail = line.series.length > LONG ? TAIL : 0;
        each.head.textContent = line.series.slice(0, line.series.length - tail);
        each.tail.textContent = line.series.slice(line.series.length - tail);
      }
      const grade = line.peak > 0 ? `alert ${line.peak.toFixed(2)}`
        : line.warming ? `warm ${Math.floor(line.confidence * 100)} %` : line.now.toFixed(2);
      if (each.grade.textContent !== grade) each.grade.textContent = grade;
      const key = `${line.trend}${line.peak > 0}${this.theme}`;
      if (each.drawn !== key) {
        each.drawn = key;
        trend(each.canvas, line);
      }
    }

    /** Colors have changed. */
    repaint(theme) {
      this.theme = theme;
      this.paint();
    }
  }

  function row() {
    const each = element('div', 'row');
    each.setAttribute('role', 'option');
    const name = each.appendChild(element('span', 'series'));
    each.head = name.appendChild(element('span', 'head'));
    each.tail = name.appendChild(element('span', 'tail'));
    each.canvas = each.appendChild(element('canvas'));
    each.canvas.width = 136;
    each.canvas.height = 40;
    each.canvas.setAttribute('aria-hidden', 'true');
    each.grade = each.appendChild(element('span', 'grade'));
    return each;
  }

  /** The severities of the last points. */
  function trend(canvas, line) {
    const g = canvas.getContext('2d');
    const style = getComputedStyle(canvas);
    g.clearRect(0, 0, canvas.width, canvas.height);
    const step = canvas.width / 32;
    const offset = 32 - line.trend.length;
    for (let i = 0; i < line.trend.length; i++) {
      const height = 2 + parseInt(line.trend[i], 16) / 15 * 36;
      g.fillStyle = style.getPropertyValue(line.peak > 0 ? '--alert' : height > 2 ? '--expected' : '--line');
      g.fillRect((offset + i) * step, canvas.height - height, step - 1, height);
    }
  }

  Lookback.SeriesList = SeriesList;
})();
