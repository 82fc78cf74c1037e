/*
 * The picture of one series: values with what was expected and its band, a lane for each feature; a strip of scores
 * below; the warm-up, alerts and labels as spans.
 *
 * data: {names, time, score, severity, anomaly, confidence, features: [{value, expected, lower, upper}],
 *        attention: {"<ms>": [[model, feature, ms, weight]]}, alerts: [{open, begin, peak, end}], labels: [[ms, ms]]}
 *        ahead: {made, interval, features: {"<name>": {expected, lower, upper}}}, or null for no multi-step forecast
 * All columns are as long as time, which ascends; null or NaN where there is no number. Times are epoch milliseconds.
 */
(() => {
  'use strict';

  const {known, palette, tickText} = Lookback;

  const MARGIN = {left: 58, right: 14, top: 18, bottom: 24};
  const STRIP = 64;
  const GAP = 16;
  /** The widest part of a lane that the band may add on either side of the values. */
  const BAND_SHARE = 0.4;

  class Picture {
    constructor(host) {
      this.host = host;
    }

    layout() {
      const width = Math.max(320, this.host.clientWidth);
      const count = Math.max(1, this.selected.length);
      const lane = count === 1 ? 300 : Math.max(110, Math.floor(440 / count));
      const lanes = d3.range(count).map((i) => ({top: MARGIN.top + i * (lane + GAP), height: lane}));
      const strip = {top: MARGIN.top + count * (lane + GAP) + 4, height: STRIP};
      return {width, lanes, strip, height: strip.top + STRIP + MARGIN.bottom};
    }

    render() {
      const {width, height, lanes, strip} = this.box = this.layout();
      this.colors = palette(this.host);
      const g = this.g = this.prepare(this.base, width, height);
      this.prepare(this.over, width, height);
      const times = this.data.time;
      this.base.dataset.points = times.length;
      if (times.length === 0) return;
      const extent = this.domain || this.latest();
      this.x = d3.scaleUtc(extent, [MARGIN.left, width - MARGIN.right]);
      this.from = Math.max(0, d3.bisectLeft(times, extent[0]) - 1);
      this.to = Math.min(times.length, d3.bisectRight(times, extent[1]) + 1);
      this.next = lanes.map((lane, i) => this.ahead(this.selected[i]));
      this.base.dataset.ahead = this.next[0].time.length;
      this.y = lanes.map((lane, i) => this.scale(lane, this.data.features[this.selected[i]], this.next[i]));
      for (const lane of [...lanes, strip]) this.fill(g, lane);
      this.axis(g, strip);
      for (const lane of [...lanes, strip]) this.clipped(g, lane, () => this.spans(g, lane, lane === strip));
      lanes.forEach((lane, i) => this.lane(g, lane, i));
      this.strip(g, strip);
      this.marks(g, lanes[0]);
    }

    /** The last points, as many as are asked for, and room for what came next when it last looked like this. */
    latest() {
      const times = this.data.time;
      const first = times[Math.max(0, times.length - this.count)];
      const last = times[times.length - 1];
      const room = this.data.attention[last] ? (last - first) / 25 : 0;
      const {time} = this.ahead(this.selected[0]);
      const end = Math.max(last + room, time.length ? time[time.length - 1] : last);
      return [first, end > first ? end : first + 1000];
    }

    /** The steps of the multi-step forecast of a feature that lie after the last point, and when they are. */
    ahead(index) {
      const {ahead, names, time} = this.data;
      const path = ahead && ahead.features[names[index]];
      if (!path || time.length === 0) return {time: [], expected: [], lower: [], upper: []};
      const last = time[time.length - 1];
      const steps = d3.range(path.expected.length).filter((step) => ahead.made + (step + 1) * ahead.interval > last);
      const of = (column) => steps.map((step) => column[step]);
      return {time: steps.map((step) => ahead.made + (step + 1) * ahead.interval),
        expected: of(path.expected), lower: of(path.lower), upper: of(path.upper)};
    }

    prepare(canvas, width, height) {
      const ratio = window.devicePixelRatio || 1;
      if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
        canvas.width = Math.round(width * ratio);
        canvas.height = Math.round(height * ratio);
        canvas.style.width = `${width}px`;
        canvas.style.height = `${height}px`;
        this.host.style.height = `${height}px`;
      }
      const g = canvas.getContext('2d');
      g.setTransform(ratio, 0, 0, ratio, 0, 0);
      g.clearRect(0, 0, width, height);
      g.font = `11px ${this.colors.font}`;
      return g;
    }

    /** Shows all values and forecasts, and of the band what lies near them. */
    scale(lane, feature, next) {
      let low = d3.min(next.expected.filter(known)) ?? Infinity;
      let high = d3.max(next.expected.filter(known)) ?? -Infinity;
      let lower = d3.min(next.lower.filter(known)) ?? Infinity;
      let upper = d3.max(next.upper.filter(known)) ?? -Infinity;
      for (let i = this.from; feature && i < this.to; i++) {
        for (const each of [feature.value[i], feature.expected[i]]) {
          if (!known(each)) continue;
          low = Math.min(low, each);
          high = Math.max(high, each);
        }
        if (known(feature.lower[i])) lower = Math.min(lower, feature.lower[i]);
        if (known(feature.upper[i])) upper = Math.max(upper, feature.upper[i]);
      }
      if (low > high) [low, high] = [0, 1];
      const range = high - low || Math.abs(high) || 1;
      low = Math.max(low - BAND_SHARE * range, Math.min(low - 0.05 * range, lower));
      high = Math.min(high + BAND_SHARE * range, Math.max(high + 0.05 * range, upper));
      return d3.scaleLinear([low, high], [lane.top + lane.height, lane.top]).nice(10);
    }

    fill(g, lane) {
      g.fillStyle = this.colors.lane;
      g.fillRect(MARGIN.left, lane.top, this.box.width - MARGIN.left - MARGIN.right, lane.height);
    }

    clipped(g, lane, draw) {
      g.save();
      g.beginPath();
      g.rect(MARGIN.left, lane.top, this.box.width - MARGIN.left - MARGIN.right, lane.height);
      g.clip();
      draw();
      g.restore();
    }

    axis(g, strip) {
      const {width, lanes} = this.box;
      g.fillStyle = this.colors.muted;
      g.strokeStyle = this.colors.line;
      g.lineWidth = 1;
      g.textBaseline = 'top';
      let taken = MARGIN.left - 4;
      for (const tick of this.x.ticks(Math.max(2, width / 110))) {
        const at = Math.round(this.x(tick)) + 0.5;
        g.beginPath();
        for (const lane of [...lanes, strip]) {
          g.moveTo(at, lane.top);
          g.lineTo(at, lane.top + lane.height);
        }
        g.stroke();
        const text = tickText(tick);
        const half = g.measureText(text).width / 2;
        const center = Math.min(Math.max(at, half + 2), width - half - 2);
        if (center - half < taken) continue;
        taken = center + half + 8;
        g.textAlign = 'center';
        g.fillText(text, center, strip.top + strip.height + 7);
      }
      g.textAlign = 'right';
      g.fillText('UTC', MARGIN.left - 8, strip.top + strip.height + 7);
    }

    spans(g, lane, last) {
      const {colors, data, x} = this;
      const warm = data.confidence.findIndex((share) => share >= 1);
      const ready = warm < 0 ? data.time.length - 1 : warm;
      if (ready > 0) {
        g.fillStyle = colors.warming;
        g.fillRect(x(data.time[0]), lane.top, x(data.time[ready]) - x(data.time[0]), lane.height);
      }
      g.fillStyle = colors.label;
      for (const [begin, end] of data.labels) {
        g.fillRect(x(begin) - 1, lane.top, Math.max(3, x(end) - x(begin) + 2), lane.height);
      }
      for (const alert of data.alerts) {
        const begin = x(alert.begin);
        const end = alert.open ? x(this.data.time[this.data.time.length - 1]) : x(alert.end);
        g.fillStyle = alert.suppression ? colors.warming : colors.span;
        g.fillRect(begin - 1, lane.top, Math.max(3, end - begin + 2), lane.height);
        if (last) continue;
        g.fillStyle = alert.suppression ? colors.muted : colors.alert;
        g.fillRect(begin - 1, lane.top, 1, lane.height);
        if (!alert.open) g.fillRect(Math.max(begin + 1, end), lane.top, 1, lane.height);
      }
    }

    /** Brackets above the first lane: where each alert begins, where it peaks (triangle) and where it ends. */
    marks(g, lane) {
      const {alert: color, muted} = this.colors;
      const right = this.box.width - MARGIN.right;
      for (const alert of this.data.alerts) {
        const last = this.data.time[this.data.time.length - 1];
        const begin = this.x(alert.begin);
        const end = Math.max(begin + 2, this.x(alert.open ? Math.max(last, alert.end) : alert.end));
        if (end < MARGIN.left || begin > right) continue;
        g.fillStyle = alert.suppression ? muted : color;
        const from = Math.max(MARGIN.left, begin - 1);
        g.fillRect(from, lane.top - 4, Math.min(right, end + 1) - from, 3);
        const peak = this.x(alert.peak);
        if (peak < MARGIN.left || peak > right) continue;
        g.beginPath();
        g.moveTo(peak - 4, lane.top - 11);
        g.lineTo(peak + 4, lane.top - 11);
        g.lineTo(peak, lane.top - 4);
        g.fill();
      }
    }

    lane(g, lane, index) {
      const {colors, data, x} = this;
      const feature = data.features[this.selected[index]];
      if (!feature) return;
      const y = this.y[index];
      this.yAxis(g, lane, y);
      const rows = d3.range(this.from, this.to);
      const at = (i) => x(data.time[i]);
      this.clipped(g, lane, () => {
        g.fillStyle = colors.band;
        g.beginPath();
        d3.area().x(at).y0((i) => y(feature.lower[i])).y1((i) => y(feature.upper[i]))
          .defined((i) => known(feature.lower[i]) && known(feature.upper[i])).context(g)(rows);
        g.fill();
        this.forecast(g, this.next[index], y);
        this.path(g, rows, at, feature.expected, y, colors.expected, 1.2, [4, 3]);
        this.path(g, rows, at, feature.value, y, colors.value, 1.4, []);
        this.lonely(g, rows, at, feature.value, y);
        g.fillStyle = colors.alert;
        for (const i of rows) {
          if (data.anomaly[i] && known(feature.value[i])) this.dot(g, at(i), y(feature.value[i]), 3.5);
        }
      });
      if (data.names.length > 1) this.caption(g, data.names[this.selected[index]], lane);
    }

    /** What is expected of the next records, with its band. */
    forecast(g, next, y) {
      const steps = d3.range(next.time.length);
      const at = (step) => this.x(next.time[step]);
      g.fillStyle = this.colors.band;
      g.beginPath();
      d3.area().x(at).y0((step) => y(next.lower[step])).y1((step) => y(next.upper[step]))
        .defined((step) => known(next.lower[step]) && known(next.upper[step])).context(g)(steps);
      g.fill();
      this.path(g, steps, at, next.expected, y, this.colors.value, 1.2, [2, 3]);
    }

    path(g, rows, at, column, y, color, width, dash) {
      g.strokeStyle = color;
      g.lineWidth = width;
      g.lineJoin = 'round';
      g.setLineDash(dash);
      g.beginPath();
      d3.line().x(at).y((i) => y(column[i])).defined((i) => known(column[i])).context(g)(rows);
      g.stroke();
      g.setLineDash([]);
    }

    /** A value between two missing ones makes no line. */
    lonely(g, rows, at, column, y) {
      g.fillStyle = this.colors.value;
      for (const i of rows) {
        if (known(column[i]) && !known(column[i - 1] ?? null) && !known(column[i + 1] ?? null)) {
          this.dot(g, at(i), y(column[i]), 1.5);
        }
      }
    }

    yAxis(g, lane, y) {
      const format = y.tickFormat(4, Math.abs(y.domain()[1]) >= 1e5 ? '~s' : undefined);
      g.textAlign = 'right';
      g.textBaseline = 'middle';
      g.fillStyle = this.colors.muted;
      g.strokeStyle = this.colors.line;
      for (const tick of y.ticks(lane.height > 150 ? 5 : 3)) {
        const at = Math.round(y(tick)) + 0.5;
        g.beginPath();
        g.moveTo(MARGIN.left, at);
        g.lineTo(this.box.width - MARGIN.right, at);
        g.stroke();
        g.fillText(format(tick), MARGIN.left - 8, at);
      }
    }

    caption(g, text, lane) {
      const shown = text.length > 60 ? `${text.slice(0, 59)}…` : text;
      const width = g.measureText(shown).width;
      g.fillStyle = this.colors.lane;
      g.globalAlpha = 0.85;
      g.fillRect(MARGIN.left + 4, lane.top + 3, width + 8, 16);
      g.globalAlpha = 1;
      g.textAlign = 'left';
      g.textBaseline = 'middle';
      g.fillStyle = this.colors.text;
      g.fillText(shown, MARGIN.left + 8, lane.top + 11);
    }

    strip(g, strip) {
      const {colors, data, x} = this;
      const y = d3.scaleLinear([0, 1], [strip.top + strip.height, strip.top]);
      const rows = d3.range(this.from, this.to);
      this.clipped(g, strip, () => {
        g.fillStyle = colors.severity;
        g.beginPath();
        d3.area().x((i) => x(data.time[i])).y0(y(0)).y1((i) => y(data.severity[i] || 0))
          .curve(d3.curveStepAfter).context(g)(rows);
        g.fill();
        for (const i of rows) {
          if (!(data.score[i] > 0)) continue;
          g.fillStyle = data.anomaly[i] ? colors.alert : colors.expected;
          g.fillRect(x(data.time[i]) - 1, y(data.score[i]), 2, y(0) - y(data.score[i]));
        }
      });
      g.textAlign = 'right';
      g.textBaseline = 'middle';
      g.fillStyle = colors.muted;
      for (const tick of [0, 1]) g.fillText(String(tick), MARGIN.left - 8, y(tick) + (tick ? 4 : -4));
      g.fillText('score', MARGIN.left - 8, strip.top + strip.height / 2);
    }

    dot(g, x, y, radius) {
      g.beginPath();
      g.arc(x, y, radius, 0, 2 * Math.PI);
      g.fill();
    }
  }

  Object.assign(Lookback, {Picture, MARGIN});
})();
