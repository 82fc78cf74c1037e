/*
 * A picture that answers to pointer and keys: what a point says, zoom, and which past steps the point in focus (the last
 * one, unless the pointer or the arrow keys are at another) attended to. The stretch around the step with the largest
 * weight is laid over the point: what it looked like then, and what came next. The live page and the report share it.
 */
(() => {
  'use strict';

  const {MARGIN, Picture, element, known, number, span, utc} = Lookback;
  const MAX_LANES = 6;

  /** An arc that is shorter, in pixels, has no room for its weight. */
  const READABLE = 26;

  /** Points of the past stretch that are laid over the present, before and after the point in focus. */
  const ECHO = {before: 48, after: 16};

  /** Points before it by which the stretch is brought to the present's level. */
  const LEVEL = 16;

  const EMPTY = {names: [], time: [], score: [], severity: [], anomaly: [], confidence: [], features: [],
    attention: {}, alerts: [], labels: [], ahead: null};
  class Chart extends Picture {
    /** @param onFocus is told the index of the point in focus, -1 for none */
    constructor(host, onFocus = () => {}) {
      super(host);
      this.onFocus = onFocus;
      this.data = EMPTY;
      this.selected = [0];
      this.domain = null;
      this.count = Infinity;
      this.focus = -1;
      this.base = host.appendChild(element('canvas', 'chart-base'));
      this.over = host.appendChild(element('canvas', 'chart-over'));
      this.tip = host.appendChild(element('div', 'chart-tip'));
      this.tip.hidden = true;
      this.listen();
    }

    set(data, selected) {
      this.data = {...EMPTY, ...data};
      this.selected = selected.slice(0, MAX_LANES);
      if (this.focus >= this.data.time.length) this.focus = -1;
      this.draw();
    }

    zoom(domain) {
      this.domain = domain;
      this.draw();
    }

    draw() {
      if (this.drawing) return;
      this.drawing = requestAnimationFrame(() => {
        this.drawing = 0;
        this.render();
        this.renderOver();
      });
    }

    /** Without a zoom, shows that many last points. */
    last(count) {
      this.count = count;
      this.zoom(null);
    }

    listen() {
      const over = this.over;
      over.addEventListener('pointermove', (event) => this.move(event.offsetX));
      over.addEventListener('pointerleave', () => this.leave());
      over.addEventListener('pointerdown', (event) => {
        this.dragged = event.offsetX;
        over.setPointerCapture(event.pointerId);
      });
      over.addEventListener('pointerup', (event) => this.release(event.offsetX));
      over.addEventListener('dblclick', () => this.zoom(null));
      this.host.addEventListener('keydown', (event) => this.key(event));
      new ResizeObserver(() => this.draw()).observe(this.host);
    }

    move(x) {
      if (this.drawing || !this.x || this.data.time.length === 0) return;
      this.setFocus(this.nearest(this.x.invert(x)));
      this.pointer = x;
      this.renderOver();
    }

    leave() {
      this.dragged = undefined;
      this.pointer = undefined;
      this.setFocus(-1);
      this.renderOver();
    }

    release(x) {
      const from = this.dragged;
      this.dragged = undefined;
      if (from !== undefined && Math.abs(from - x) > 6) {
        this.zoom([from, x].sort((a, b) => a - b).map((at) => this.x.invert(at).getTime()));
      }
    }

    key(event) {
      const last = this.data.time.length - 1;
      if (last < 0) return;
      const at = this.focus < 0 ? last : this.focus;
      const moves = {ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: last,
        PageUp: at - 20, PageDown: at + 20};
      if (event.key in moves) {
        this.setFocus(Math.max(0, Math.min(last, moves[event.key])));
        this.renderOver();
      } else if (event.key === 'Escape' && (this.domain || this.focus >= 0)) {
        this.leave();
        this.zoom(null);
      } else {
        return;
      }
      event.preventDefault();
      event.stopPropagation();
    }

    setFocus(index) {
      if (index === this.focus) return;
      this.focus = index;
      this.onFocus(index);
    }

    nearest(time) {
      const times = this.data.time;
      const at = d3.bisectLeft(times, time);
      if (at <= 0) return 0;
      if (at >= times.length) return times.length - 1;
      return time - times[at - 1] < times[at] - time ? at - 1 : at;
    }

    renderOver() {
      if (this.drawing || !this.box || this.data.time.length === 0) return;
      const {width, height, lanes, strip} = this.box;
      const g = this.prepare(this.over, width, height);
      const at = this.focus < 0 ? this.data.time.length - 1 : this.focus;
      this.selected.forEach((index, lane) => this.echo(g, lane, at));
      this.looks(g, at);
      if (this.dragged !== undefined && this.pointer !== undefined) {
        g.fillStyle = this.colors.span;
        g.fillRect(Math.min(this.dragged, this.pointer), lanes[0].top,
          Math.abs(this.pointer - this.dragged), strip.top + strip.height - lanes[0].top);
      }
      this.tip.hidden = this.focus < 0;
      if (this.focus < 0) return;
      const x = this.x(this.data.time[at]);
      g.strokeStyle = this.colors.muted;
      g.lineWidth = 1;
      g.beginPath();
      g.moveTo(Math.round(x) + 0.5, lanes[0].top);
      g.lineTo(Math.round(x) + 0.5, strip.top + strip.height);
      g.stroke();
      g.fillStyle = this.colors.value;
      this.selected.forEach((index, i) => {
        const value = this.data.features[index]?.value[at];
        if (known(value ?? null)) this.dot(g, x, this.y[i](value), 4);
      });
      this.showTip(at, x);
    }

    /** The steps that a point attended to and that are drawn, by lane: {model, step, weight, back}. */
    attended(lane, at) {
      const {data} = this;
      const column = data.features[this.selected[lane]]?.value;
      if (!column) return [];
      const looks = (data.attention[data.time[at]] || [])
        .filter(([, name, time]) => name === data.names[this.selected[lane]] && time < data.time[at])
        .map(([model, , time, weight]) => ({model, step: this.nearest(time), time, weight}))
        .filter(({step, time}) => data.time[step] === time);
      const backs = d3.rollup(looks, (of) => this.back(column, at, d3.greatest(of, (each) => each.weight).step),
        (each) => each.model);
      return looks.map((look) => ({...look, step: Math.max(0, look.step - backs.get(look.model))}));
    }

    /**
     * A row of look-back attention pairs what came before a value with that value, and exists from the next step on: the
     * moment that it is about is one step back. Told by which of the two looks more like the present.
     */
    back(column, at, step) {
      return this.distance(column, at, step - 1).error < this.distance(column, at, step).error ? 1 : 0;
    }

    /** How far the points before a past one are from those before the present one, but for their level. */
    distance(column, at, past) {
      const pairs = d3.range(1, LEVEL + 1).filter((i) => known(column[at - i] ?? null) && known(column[past - i] ?? null))
        .map((i) => column[at - i] - column[past - i]);
      const level = pairs.length === 0 ? NaN : d3.mean(pairs);
      return {level, error: pairs.length === 0 ? Infinity : d3.mean(pairs, (each) => (each - level) ** 2)};
    }

    /** The past stretch around the step that counted most, moved to the point in focus and to its level. */
    echo(g, lane, at) {
      const {data, box} = this;
      const most = d3.greatest(this.attended(lane, at), (look) => look.weight);
      if (!most) return;
      const column = data.features[this.selected[lane]].value;
      const {level} = this.distance(column, at, most.step);
      if (!Number.isFinite(level)) return;
      const shift = data.time[at] - data.time[most.step];
      const rows = d3.range(Math.max(0, most.step - ECHO.before), Math.min(at, most.step + ECHO.after + 1));
      const moved = column.map((value) => known(value) ? value + level : null);
      this.clipped(g, box.lanes[lane], () => {
        g.globalAlpha = 0.38;
        this.path(g, rows, (i) => this.x(data.time[i] + shift), moved, this.y[lane], this.colors.look, 6, []);
        g.globalAlpha = 1;
      });
      this.over.dataset.echoes = rows.length;
    }

    /** Arcs from a point to the past steps that it attended to, wider for a larger weight. */
    looks(g, at) {
      const {data, box} = this;
      this.selected.forEach((index, lane) => {
        const column = data.features[index]?.value;
        for (const {step, weight} of this.attended(lane, at)) {
          if (this.x(data.time[step]) < MARGIN.left) continue;
          const [from, to] = [this.spot(lane, column, step), this.spot(lane, column, at)];
          this.clipped(g, box.lanes[lane], () => this.arc(g, from, to, weight, true));
          if (to.x - from.x >= READABLE) this.weight(g, lane, from, d3.format('.0%')(weight));
        }
        this.outside(g, lane, at);
      });
    }

    /** Attended steps left of the picture. */
    outside(g, lane, at) {
      const {data, box} = this;
      const [now, name] = [data.time[at], data.names[this.selected[lane]]];
      const looks = (data.attention[now] || [])
        .filter(([, feature, time]) => feature === name && this.x(time) < MARGIN.left);
      if (looks.length === 0) return;
      const to = this.spot(lane, data.features[this.selected[lane]].value, at);
      const from = {x: MARGIN.left + 2, y: to.y};
      this.clipped(g, box.lanes[lane], () => looks.forEach(([, , , weight]) => this.arc(g, from, to, weight, false)));
      this.weight(g, lane, from, '◂ ' + looks.map(([, , time, weight]) =>
        `${d3.format('.0%')(weight)}, ${span(now - time)} before`).join(' · '));
    }

    weight(g, lane, from, text) {
      g.fillStyle = this.colors.look;
      g.textAlign = 'left';
      g.textBaseline = 'bottom';
      g.fillText(text, from.x + 6, Math.max(from.y - 5, this.box.lanes[lane].top + 12));
    }

    spot(lane, column, at) {
      const {top, height} = this.box.lanes[lane];
      const y = known(column[at]) ? this.y[lane](column[at]) : top + height / 2;
      return {x: this.x(this.data.time[at]), y: Math.min(top + height - 2, Math.max(top + 2, y))};
    }

    arc(g, from, to, weight, dotted) {
      const rise = Math.min(70, 14 + Math.abs(to.x - from.x) / 6);
      g.strokeStyle = this.colors.look;
      g.fillStyle = this.colors.look;
      g.globalAlpha = 0.35 + 0.6 * Math.min(1, weight);
      g.lineWidth = 1 + 4 * Math.min(1, weight);
      g.beginPath();
      g.moveTo(from.x, from.y);
      g.quadraticCurveTo((from.x + to.x) / 2, Math.min(from.y, to.y) - rise, to.x, to.y);
      g.stroke();
      g.globalAlpha = 1;
      if (dotted) this.dot(g, from.x, from.y, 4);
    }

    showTip(at, x) {
      const {data} = this;
      const lines = [element('strong', '', utc(data.time[at]))];
      for (const index of this.selected) {
        const feature = data.features[index];
        if (!feature) continue;
        const name = data.names.length > 1 ? `${data.names[index]} ` : '';
        lines.push(element('div', '', `${name}${number(feature.value[at])}`));
        lines.push(element('div', 'quiet', `expected ${number(feature.expected[at])} `
          + `(${number(feature.lower[at])} to ${number(feature.upper[at])})`));
      }
      lines.push(element('div', '', `score ${number(data.score[at])}, severity ${number(data.severity[at])}`));
      if (data.anomaly[at]) lines.push(element('div', 'loud', 'anomaly'));
      this.tip.replaceChildren(...lines);
      const {width} = this.tip.getBoundingClientRect();
      const left = x + 14 + width > this.box.width ? x - 14 - width : x + 14;
      this.tip.style.transform = `translate(${Math.max(0, left)}px, ${MARGIN.top + 6}px)`;
    }
  }

  /** What the chart shows in words, for those who do not see it. */
  function describe(name, data) {
    const last = data.time.length - 1;
    if (last < 0) return `${name}: no points`;
    const open = data.alerts.filter((alert) => alert.open).length;
    return `${name}: ${data.time.length} points from ${utc(data.time[0])} to ${utc(data.time[last])} UTC, `
      + `${data.alerts.length} alerts, ${open} open, last severity ${number(data.severity[last])}`;
  }

  Object.assign(Lookback, {Chart, describe, MAX_LANES});
})();
