/* How numbers, times and lengths of time are written, and elements that hold text. */
(() => {
  'use strict';

  const known = (number) => number !== null && Number.isFinite(number);
  const formatUtc = d3.utcFormat('%Y-%m-%d %H:%M:%S');
  const utc = (ms) => formatUtc(ms).replace(/:00$/, '');

  /** At most five significant digits, thousands apart. */
  function number(value) {
    if (!known(value)) return '–';
    const size = Math.abs(value);
    if (size !== 0 && (size < 1e-3 || size >= 1e7)) return d3.format('.3~e')(value);
    return d3.format(size >= 1e4 ? ',.0f' : '.4~r')(value);
  }

  function span(ms) {
    const units = [[864e5, 'd'], [36e5, 'h'], [6e4, 'min'], [1e3, 's']];
    for (let i = 0; i < units.length; i++) {
      const [size, name] = units[i];
      if (ms < size) continue;
      const whole = Math.floor(ms / size);
      const rest = i + 1 < units.length ? Math.floor((ms % size) / units[i + 1][0]) : 0;
      return rest ? `${whole} ${name} ${rest} ${units[i + 1][1]}` : `${whole} ${name}`;
    }
    return `${Math.round(ms)} ms`;
  }

  function element(tag, className, text) {
    const made = document.createElement(tag);
    if (className) made.className = className;
    if (text !== undefined) made.textContent = text;
    return made;
  }

  const formats = [[d3.utcMinute, '%H:%M:%S'], [d3.utcDay, '%H:%M'], [d3.utcYear, '%b %d'], [null, '%Y']]
    .map(([interval, text]) => [interval, d3.utcFormat(text)]);

  /** The shortest text that tells a tick from its neighbors. */
  function tickText(tick) {
    return formats.find(([interval]) => !interval || interval(tick) < tick)[1](tick);
  }

  window.Lookback = {element, known, number, span, tickText, utc};
})();
