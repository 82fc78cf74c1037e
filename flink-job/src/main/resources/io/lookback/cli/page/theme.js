/* Light and dark: the system's wish, unless the user chose, and the colors that a picture is painted with. */
(() => {
  'use strict';

  const KEY = 'lookback-theme';
  const root = document.documentElement;

  /** The colors in force where the element stands. */
  function palette(host) {
    const style = getComputedStyle(host);
    const color = (name) => style.getPropertyValue(`--${name}`).trim();
    return {
      text: color('text'), muted: color('muted'), line: color('line'), lane: color('lane'), value: color('value'),
      expected: color('expected'), band: color('band'), alert: color('alert'), span: color('alert-span'),
      severity: color('severity'), look: color('look'), label: color('label'), warming: color('warming'),
      font: style.fontFamily,
    };
  }

  /** A browser that keeps nothing still shows the page. */
  function kept(action) {
    try {
      return action(localStorage);
    } catch {
      return null;
    }
  }

  /**
   * Lets a button change between light and dark.
   *
   * @param repaint is told the name of the theme whenever colors changed
   */
  function themes(button, repaint) {
    const dark = matchMedia('(prefers-color-scheme: dark)');
    const now = () => root.dataset.theme || (dark.matches ? 'dark' : 'light');
    const chosen = kept((storage) => storage.getItem(KEY));
    if (chosen) root.dataset.theme = chosen;
    dark.addEventListener('change', () => repaint(now()));
    button.addEventListener('click', () => {
      root.dataset.theme = now() === 'dark' ? 'light' : 'dark';
      kept((storage) => storage.setItem(KEY, root.dataset.theme));
      repaint(now());
    });
    repaint(now());
  }

  Object.assign(Lookback, {palette, themes});
})();
