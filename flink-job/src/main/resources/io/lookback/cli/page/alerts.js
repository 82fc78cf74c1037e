/* The table of a series' alerts, newest first; the live page and the report share it. */
(() => {
  'use strict';

  const {element, number, utc} = Lookback;

  /** @param show is told the alert that the user chose */
  Lookback.alertTable = (alerts, manyFeatures, show) => {
    const names = ['begins', 'ends', 'score', ...(manyFeatures ? ['feature'] : []), 'value', 'what'];
    const numeric = new Set(['score', 'value']);
    const table = element('table');
    const head = table.appendChild(element('thead')).appendChild(element('tr'));
    for (const name of names) head.append(element('th', numeric.has(name) ? 'number' : '', name));
    const body = table.appendChild(element('tbody'));
    for (const alert of [...alerts].sort((a, b) => b.begin - a.begin)) {
      const row = body.appendChild(element('tr'));
      row.tabIndex = 0;
      row.append(element('td', '', utc(alert.begin)));
      row.append(alert.open ? element('td', alert.suppression ? 'quiet' : 'loud', 'open')
        : element('td', '', utc(alert.end)));
      row.append(element('td', 'number', alert.score.toFixed(3)));
      if (manyFeatures) row.append(element('td', 'wide', alert.feature));
      const side = {ABOVE: '▲ ', BELOW: '▼ '}[alert.direction] || '';
      row.append(element('td', 'number', side + number(alert.value)));
      const ending = {RECOVERED: 'recovered', ACCEPTED: 'accepted', INPUT_ENDED: 'input ended'}[alert.ending];
      row.append(element('td', 'sentence', alert.text + (ending ? ` (${ending})` : '')));
      if (alert.suppression) row.append(element('td', 'quiet', `known: ${alert.suppression}`));
      row.addEventListener('click', () => show(alert));
      row.addEventListener('keydown', (event) => {
        if (event.key === 'Enter') show(alert);
      });
    }
    return table;
  };
})();
