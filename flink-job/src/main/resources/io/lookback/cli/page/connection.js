/*
 * The stream of events from the server. It never gives up: after a loss it tries again every second, and asks only for
 * what the page does not have yet. A hidden page listens to nothing.
 */
(() => {
  'use strict';

  const {span} = Lookback;
  const RETRY_MS = 1000;
  const SILENCE_MS = 6000;

  class Connection {
    /**
     * @param takers what takes the events of each name, parsed
     * @param show is told the state and a text for it whenever the connection is lost
     */
    constructor(takers, show) {
      this.takers = takers;
      this.show = show;
      this.series = null;
      this.lastEvent = '';
      this.heard = 0;
      this.lostAt = 0;
      document.addEventListener('visibilitychange', () => {
        if (document.hidden) this.close();
        else this.open();
      });
      setInterval(() => this.watch(), RETRY_MS);
    }

    /** Listens to what becomes of that series, beside what is said of all. */
    follow(series) {
      this.series = series;
      this.open();
    }

    open() {
      this.close();
      const query = new URLSearchParams();
      if (this.series !== null) query.set('series', this.series);
      if (this.lastEvent) query.set('since', this.lastEvent);
      this.source = new EventSource(`events?${query}`);
      this.heard = performance.now();
      for (const [name, take] of Object.entries(this.takers)) {
        this.source.addEventListener(name, (event) => {
          this.heard = performance.now();
          this.lostAt = 0;
          this.lastEvent = event.lastEventId;
          take(JSON.parse(event.data));
        });
      }
      this.source.onerror = () => this.lose();
    }

    close() {
      clearTimeout(this.retry);
      if (this.source) this.source.close();
    }

    lose() {
      this.lostAt ||= Date.now();
      this.close();
      this.retry = setTimeout(() => this.open(), RETRY_MS);
      this.watch();
    }

    watch() {
      if (document.hidden) return;
      if (!this.lostAt && performance.now() - this.heard > SILENCE_MS) this.lose();
      else if (this.lostAt) this.show('lost', `reconnecting, away for ${span(Math.max(1000, Date.now() - this.lostAt))}`);
    }
  }

  Lookback.Connection = Connection;
})();
