/* The live page: what the server tells, the chosen series, and the keyboard. */
(() => {
  'use strict';

  const {Chart, Connection, IncidentList, SeriesList, describe, element, known, number, span, utc, MAX_LANES} = Lookback;
  const at = (id) => document.getElementById(id);

  let rate = null;
  let chosen = null;
  let data = null;
  let selected = [];
  let touched = false;

  const connection = new Connection(
    {status: takeStatus, list: takeList, incidents: (all) => incidents.update(all), points: takePoints}, showConnection);
  const list = new SeriesList(at('list'), at('rows'), choose);
  const incidents = new IncidentList(at('incidents'), choose);
  const chart = new Chart(at('chart'), explain);
  chart.count = 300;

  /* ---- how matters stand ---- */

  function showConnection(state, text) {
    at('connection').dataset.state = state;
    at('connection').textContent = text;
  }

  function takeStatus(status) {
    showConnection(status.failure ? 'lost' : 'live', status.failure ? 'not following' : 'live');
    at('fact-series').textContent = status.series.toLocaleString('en');
    at('fact-records').textContent = status.records.toLocaleString('en');
    showRate(status.records);
    const warnings = [];
    if (status.failure) warnings.push(`Kafka cannot be read any more: ${status.failure}`);
    if (status.removed) warnings.push(`${status.removed.toLocaleString('en')} series left because of a limit`);
    if (status.hidden) {
      warnings.push(`${status.hidden.toLocaleString('en')} more series are not shown: raise --series or --memory of watch`);
    }
    if (status.unreadable) warnings.push(`${status.unreadable.toLocaleString('en')} records cannot be read`);
    at('warning').hidden = warnings.length === 0;
    at('warning').textContent = warnings.join(' · ');
    at('warning').title = warnings.join('\n');
  }

  function showRate(records) {
    const now = performance.now();
    if (rate && now < rate.at + 500) return;
    if (rate && records >= rate.records) {
      const fresh = (records - rate.records) / (now - rate.at) * 1000;
      rate.smooth = rate.smooth === undefined ? fresh : 0.7 * rate.smooth + 0.3 * fresh;
      at('fact-rate').textContent = rate.smooth.toLocaleString('en', {maximumFractionDigits: rate.smooth < 10 ? 1 : 0});
      rate = {at: now, records, smooth: rate.smooth};
    } else {
      rate = {at: now, records};
    }
  }

  /* ---- what came ---- */

  function takeList(lines) {
    list.update(lines);
    at('fact-alerts').textContent = list.open.toLocaleString('en');
    at('fact-alerts').classList.toggle('loud', list.open > 0);
    showFound();
    at('empty').hidden = list.size > 0;
    if (chosen === null && list.size > 0) {
      const wanted = linked();
      if (wanted) choose(wanted);
      else list.step(0);
    }
    if (chosen !== null) showState();
  }

  /** The series of the page's address; as it stands there if it is cut. */
  function linked() {
    const text = location.hash.startsWith('#series=') ? location.hash.slice('#series='.length) : '';
    try {
      return decodeURIComponent(text);
    } catch {
      return text;
    }
  }

  function showFound() {
    at('found').textContent = list.query ? `${list.shown.length.toLocaleString('en')} found` : '';
  }

  function takePoints(fresh) {
    if (fresh.series !== chosen) return;
    if (fresh.anew || !data) {
      data = fresh;
      data.alerts = fresh.alerts || [];
      if (!touched || selected.some((index) => index >= data.names.length)) selected = usual();
      showFeatures();
    } else {
      append(fresh);
    }
    chart.set(data, selected);
    at('chart').setAttribute('aria-label', describe(chosen, data));
    showNow();
    if (fresh.anew || fresh.alerts) showAlerts();
    if (chart.focus < 0) explain(-1);
  }

  function append(fresh) {
    const extra = Math.max(0, data.time.length + fresh.time.length - fresh.limit);
    const extend = (column, more) => {
      for (const each of more) column.push(each);
      column.splice(0, extra);
    };
    for (const at of data.time.slice(0, extra)) {
      delete data.attention[at];
      delete data.weights[at];
    }
    for (const name of ['time', 'score', 'severity', 'anomaly', 'confidence']) extend(data[name], fresh[name]);
    data.features.forEach((feature, i) => {
      for (const name of Object.keys(feature)) extend(feature[name], fresh.features[i][name]);
    });
    Object.assign(data.attention, fresh.attention);
    Object.assign(data.weights, fresh.weights);
    if (fresh.alerts) Object.assign(data, {alerts: fresh.alerts, ahead: fresh.ahead});
    if (chart.focus >= 0) chart.focus = Math.max(0, chart.focus - extra);
  }

  /** The features that took the largest part in the scores so far. */
  function usual() {
    const part = (index) => d3.sum(data.features[index].share, (share, i) => share * (0.01 + data.severity[i]));
    const best = d3.range(data.names.length).sort((a, b) => part(b) - part(a)).slice(0, 3);
    return best.sort((a, b) => a - b);
  }

  /* ---- the chosen series ---- */

  function choose(series) {
    if (series === chosen) return;
    chosen = series;
    data = null;
    touched = false;
    chart.domain = null;
    chart.set({}, []);
    history.replaceState(null, '', `#series=${encodeURIComponent(series)}`);
    at('name').textContent = series;
    at('shown').hidden = false;
    document.title = `${series} · Lookback`;
    list.select(series);
    showState();
    connection.follow(series);
  }

  function showState() {
    const line = list.get(chosen);
    const pill = at('state');
    if (!line) {
      pill.dataset.state = 'waiting';
      pill.textContent = data ? 'not remembered any more' : 'not among the series that are shown';
    } else if (line.peak > 0) {
      pill.dataset.state = 'alert';
      pill.textContent = 'alert is open';
    } else {
      pill.dataset.state = line.warming ? 'warming' : 'ready';
      pill.textContent = line.warming ? `warming up, ${Math.floor(line.confidence * 100)} % · no alerts yet` : 'ready';
    }
  }

  function showNow() {
    const last = data.time.length - 1;
    const tiles = [];
    const tile = (name, value, small) => {
      const box = element('div');
      const shown = element('dd', '', value);
      if (small) shown.append(element('small', '', ` ${small}`));
      box.append(element('dt', '', name), shown);
      tiles.push(box);
    };
    if (last >= 0) {
      for (const index of selected) {
        const {value, expected} = data.features[index];
        const name = data.names.length > 1 ? data.names[index] : 'value';
        tile(name.length > 26 ? `${name.slice(0, 25)}…` : name, number(value[last]),
          known(expected[last]) ? `expected ${number(expected[last])}` : '');
      }
      tile('severity', data.severity[last].toFixed(2));
      tile('score', data.score[last].toFixed(2));
      tile('event time, UTC', utc(data.time[last]));
    }
    at('now').replaceChildren(...tiles);
    showRange();
  }

  function showRange() {
    for (const button of at('range').children) {
      const count = Number(button.dataset.count) || Infinity;
      button.setAttribute('aria-pressed', !chart.domain && chart.count === count);
    }
  }

  function showFeatures() {
    const all = d3.range(data.names.length).sort((a, b) => selected.includes(b) - selected.includes(a) || a - b);
    const chips = all.length < 2 ? [] : all.map((index) => {
      const chip = element('button', '', data.names[index]);
      chip.type = 'button';
      chip.title = data.names[index];
      chip.feature = index;
      chip.setAttribute('aria-pressed', selected.includes(index));
      chip.addEventListener('click', () => toggle(index));
      return chip;
    });
    at('features').replaceChildren(...chips);
  }

  function toggle(index) {
    touched = true;
    const without = selected.filter((each) => each !== index);
    const more = without.length === selected.length ? [...selected, index].slice(-MAX_LANES) : without;
    selected = (more.length ? more : selected).sort((a, b) => a - b);
    for (const chip of at('features').children) chip.setAttribute('aria-pressed', selected.includes(chip.feature));
    chart.set(data, selected);
    showNow();
  }

  /** Of the point in focus, or the last: where the cells looked, and whose forecast counted. */
  function explain(focus) {
    if (!data || data.time.length === 0) return;
    const time = data.time[focus < 0 ? data.time.length - 1 : focus];
    showAttention(time);
    showForecasters(time);
  }

  function showForecasters(time) {
    const weights = (data.weights[time] || []).filter(([feature]) => selected.includes(data.names.indexOf(feature)));
    at('forecasters').hidden = weights.length === 0;
    const items = [];
    let group = '';
    for (const [feature, forecaster, weight, expected] of weights) {
      if (feature !== group) items.push(element('li', 'model', `${utc(time)}: ${feature}`));
      group = feature;
      const item = element('li');
      item.append(element('span', '', `${forecaster} expected ${number(expected)}`),
        element('span', 'weight', d3.format('.1%')(weight)));
      items.push(item);
    }
    at('forecasters-weights').replaceChildren(...items);
  }

  function showAttention(time) {
    const looks = (data.attention[time] || []).filter(([, feature]) => selected.includes(data.names.indexOf(feature)));
    const any = looks.length > 0 || Object.keys(data.attention).length > 0;
    at('k-look').hidden = !any;
    at('attention-text').className = any ? '' : 'quiet';
    at('attention-text').textContent = any
      ? 'Attention shows where the model looked, not why it decided as it did.'
      : 'These scores name no past steps: no attention cell runs, or history.attended is 0.';
    const items = [];
    let group = '';
    for (const [model, feature, step, weight] of looks) {
      const label = `${utc(time)}: ${model} looked at${data.names.length > 1 ? `, for ${feature}` : ''}`;
      if (label !== group) items.push(element('li', 'model', label));
      group = label;
      const item = element('li');
      const when = step === time ? 'the step itself' : `${utc(step)}, ${span(time - step)} before`;
      item.append(element('span', '', when), element('span', 'weight', d3.format('.1%')(weight)));
      items.push(item);
    }
    at('attention-steps').replaceChildren(...items);
  }

  function showAlerts() {
    if (data.alerts.length === 0) {
      at('alerts').replaceChildren(element('p', 'quiet', 'None so far.'));
      return;
    }
    at('alerts').replaceChildren(Lookback.alertTable(data.alerts, data.names.length > 1, lookAt));
  }

  function lookAt(alert) {
    const length = Math.max(alert.end - alert.begin, (data.time[data.time.length - 1] - data.time[0]) / 20);
    chart.zoom([alert.begin - 2 * length, alert.end + 2 * length]);
    showNow();
  }

  /* ---- the keyboard ---- */

  function key(event) {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const search = at('search');
    const writing = event.target === search;
    const moves = {ArrowDown: 1, ArrowUp: -1, PageDown: list.page(), PageUp: -list.page()};
    if (!writing) Object.assign(moves, {j: 1, k: -1, Home: -Infinity, End: Infinity});
    if (event.key in moves) {
      if (event.target.closest('#detail') && event.key.length > 1) return;
      list.step(moves[event.key]);
    } else if (event.key === '/' && !writing) {
      search.focus();
      search.select();
    } else if (event.key === 'Escape') {
      search.value = '';
      list.search('');
      showFound();
      at('list').focus();
    } else if (event.key === 'Enter' && writing) {
      if (!list.shown.some((line) => line.series === chosen)) list.step(0);
      at('list').focus();
    } else {
      return;
    }
    event.preventDefault();
  }

  document.addEventListener('keydown', key);
  at('search').addEventListener('input', () => {
    list.search(at('search').value);
    showFound();
  });
  at('range').addEventListener('click', (event) => {
    if (event.target.dataset.count === undefined) return;
    chart.last(Number(event.target.dataset.count) || Infinity);
    showRange();
  });
  Lookback.themes(at('theme'), (name) => {
    chart.draw();
    list.repaint(name);
  });
  connection.follow(null);
})();
