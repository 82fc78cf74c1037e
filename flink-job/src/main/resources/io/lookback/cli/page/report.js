/* The report: a table of measures, if there are labels, and a picture of each series, drawn when it comes into sight. */
(() => {
  'use strict';

  const {Chart, alertTable, describe, element} = Lookback;

  /* ---- typed columns ---- */

  function bytes(text) {
    return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0)).buffer;
  }

  const whole = ({begin, unit, offsets}) => Array.from(new Uint32Array(bytes(offsets)), (each) => begin + unit * each);
  const real = ({base, floats}) => Array.from(new Float32Array(bytes(floats)), (each) => base + each);
  const shares = (text) => Array.from(new Uint8Array(bytes(text)), (each) => each / 255);

  function read(json) {
    const columns = ({value, expected, lower, upper}) =>
      ({value: real(value), expected: real(expected), lower: real(lower), upper: real(upper)});
    return {...json, time: whole(json.time), score: shares(json.score), severity: shares(json.severity),
      anomaly: shares(json.anomaly), confidence: shares(json.ready), features: json.features.map(columns)};
  }

  /* ---- the parts of the page ---- */

  const count = (number, noun) => `${number.toLocaleString('en')} ${noun}${number === 1 ? '' : 's'}`;
  const fixed = (number, digits) => (number === null ? '–' : number.toFixed(digits));

  function table(summary) {
    const columns = [
      ['detector', (row) => row.name],
      ['NAB score', (row) => fixed(row.nab, 1)],
      ['as set', (row) => fixed(row.nabAsSet, 1)],
      ['VUS-PR', (row) => fixed(row.vusPr, 3)],
      ['events found', (row) => `${row.found} of ${row.events}`],
      ['false alarms', (row) => String(row.falseAlarms)],
      ['median delay, rows', (row) => fixed(row.delay, 1)],
    ];
    const made = element('table');
    const head = made.appendChild(element('thead')).appendChild(element('tr'));
    columns.forEach(([name], i) => head.append(element('th', i ? 'number' : '', name)));
    const body = made.appendChild(element('tbody'));
    for (const row of summary.detectors) {
      const line = body.appendChild(element('tr'));
      columns.forEach(([, text], i) => line.append(element('td', i ? 'number' : '', text(row))));
    }
    return made;
  }

  function head(summary, names) {
    const box = element('section', 'summary');
    box.append(element('h1', '', 'Lookback: report of a backtest'));
    box.append(element('p', 'lead', `${names.length.toLocaleString('en')} series, ${summary.setup}`));
    if (summary.detectors.length > 0) {
      const scroll = box.appendChild(element('div', 'scroll'));
      scroll.append(table(summary));
      box.append(element('p', 'note', 'NAB score: standard profile at the best threshold for all series, and at the one '
        + 'that is set. VUS-PR: '
        + `of the severity, buffers of 0 to ${summary.buffer} rows, mean over series. Events found, false alarms and delay: `
        + `of the score at the one threshold for all series that allows ${summary.falseAlarmsPerDay} false alarms a day `
        + `and series, over ${fixed(summary.detectors[0].days, 1)} days of normal time. The other detectors are simple `
        + 'ones, run on the same rows with one output for both.'));
    }
    return box;
  }

  function legend(data) {
    const made = element('ul', 'legend quiet');
    const items = [['value', 'value'], ['expected', 'expected'], ['band', '99 % band'], ['alert', 'alert, peak ▾'],
      ['severity', 'severity'], ['warming', 'warming up']];
    if (data.labels.length > 0) items.push(['label', 'labeled']);
    if (Object.keys(data.attention).length > 0) items.push(['look', 'attended step, and what it looked like around it']);
    for (const [key, text] of items) made.append(element('li', `k-${key}`, text));
    made.append(element('li', 'hint', 'drag to zoom, double-click for the whole'));
    return made;
  }

  function chips(data, selected, show) {
    const box = element('div', 'chips');
    if (data.names.length < 2) return box;
    data.names.forEach((name, index) => {
      const chip = box.appendChild(element('button', '', name));
      chip.type = 'button';
      chip.setAttribute('aria-pressed', selected.has(index));
      chip.addEventListener('click', () => {
        if (selected.has(index) && selected.size > 1) selected.delete(index);
        else if (selected.size < Lookback.MAX_LANES) selected.add(index);
        chip.setAttribute('aria-pressed', selected.has(index));
        show();
      });
    });
    return box;
  }

  function measures(name, summary) {
    const at = summary.series.indexOf(name);
    const known = summary.detectors.filter((row) => at >= 0 && row.volumes[at] !== null);
    return known.length === 0 ? '' : ` · VUS-PR ${known.map((row) => `${row.volumes[at].toFixed(3)} (${row.name})`).join(', ')}`;
  }

  function fill(article, json, summary) {
    const data = read(json);
    const thinned = data.kept < data.rows ? `, ${data.kept.toLocaleString('en')} of them drawn` : '';
    article.append(element('p', 'note', `${count(data.rows, 'row')}${thinned} · ${count(data.alerts.length, 'alert')}`
      + ` · ${count(data.labels.length, 'label')}${measures(data.series, summary)}`));
    const selected = new Set(data.shown);
    const host = element('div', 'chart');
    host.tabIndex = 0;
    host.setAttribute('role', 'img');
    host.setAttribute('aria-label', describe(data.series, data));
    const chart = new Chart(host);
    const show = () => chart.set(data, [...selected].sort((a, b) => a - b));
    article.append(chips(data, selected, show), host, legend(data));
    if (Object.keys(data.attention).length > 0) {
      article.append(element('p', 'note', 'Attention, shown at anomalies, tells where the model looked, not why.'));
    }
    if (data.alerts.length > 0) {
      const details = article.appendChild(element('details'));
      details.append(element('summary', 'quiet', 'Alerts'));
      details.append(alertTable(data.alerts, data.names.length > 1, (alert) => {
        const length = Math.max(alert.end - alert.begin, (data.time[data.time.length - 1] - data.time[0]) / 20);
        chart.zoom([alert.begin - 2 * length, alert.end + 2 * length]);
      }));
    }
    show();
  }

  /* ---- putting it together ---- */

  const summary = JSON.parse(document.querySelector('script.summary').textContent);
  const blocks = [...document.querySelectorAll('script.series')];
  const nameOf = (block) => JSON.parse(/^\{"series":("(?:[^"\\]|\\.)*")/.exec(block.textContent)[1]);
  const names = blocks.map(nameOf);
  document.body.append(head(summary, names));
  const search = element('input');
  search.type = 'search';
  search.placeholder = 'Search series';
  search.setAttribute('aria-label', 'Search series');
  const bar = element('div', 'search');
  bar.append(search);
  if (names.length > 1) document.body.append(bar);
  const articles = blocks.map((block, i) => {
    const article = element('article');
    article.append(element('h2', '', names[i]));
    article.block = block;
    return document.body.appendChild(article);
  });
  /* One picture a frame, so that scrolling stays smooth. */
  const waiting = new Set();
  function drawNext() {
    const [article] = waiting;
    if (!article) return;
    waiting.delete(article);
    sight.unobserve(article);
    fill(article, JSON.parse(article.block.textContent), summary);
    article.classList.add('drawn');
    requestAnimationFrame(() => {
      drawNext();
      requestAnimationFrame(() => {
        document.body.dataset.firstPictureMs ??= Math.round(performance.now());
      });
    });
  }
  const sight = new IntersectionObserver((seen) => {
    const idle = waiting.size === 0;
    for (const {isIntersecting, target} of seen) {
      if (isIntersecting) waiting.add(target);
      else waiting.delete(target);
    }
    if (idle) requestAnimationFrame(drawNext);
  }, {rootMargin: '400px'});
  articles.forEach((article) => sight.observe(article));
  search.addEventListener('input', () => {
    const text = search.value.trim().toLowerCase();
    articles.forEach((article, i) => {
      article.hidden = !names[i].toLowerCase().includes(text);
    });
  });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => location.reload());
})();
