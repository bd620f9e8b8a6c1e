// Modes of the page that a person switches with a button or a key: presenter mode and explain mode.
import { html, useLayoutEffect, useState } from '/room/preact.js';

const THEMES = { system: 'light', light: 'dark', dark: 'system' };

/** Calls the action of a pressed key, except while a person types or a dialog is open. Keys have small letters. */
export function useKeys(actions) {
  useLayoutEffect(() => {
    const press = event => {
      const typing = event.ctrlKey || event.metaKey || event.altKey || document.querySelector('dialog[open]')
        || event.target.closest?.('input, textarea, select');
      if (!typing) actions[event.key.toLowerCase()]?.(event);
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  });
}

/** A mode of this tab. It stays after a reload, and the style sheets find it at the root element. */
export function useMode(name) {
  const [on, set] = useState(document.documentElement.dataset[name] === 'true');
  const toggle = () => {
    sessionStorage.setItem(`swapr.room.${name}`, String(!on));
    document.documentElement.dataset[name] = String(!on);
    set(!on);
  };
  return [on, toggle];
}

export const ModeButton = ({ mode: [on, toggle], children }) => html`<button type="button" aria-pressed=${on}
  onClick=${toggle}>${children}</button>`;

export function Theme() {
  const [theme, setTheme] = useState(document.documentElement.dataset.theme);
  const next = () => {
    const other = THEMES[theme];
    document.documentElement.dataset.theme = other;
    localStorage.setItem('swapr.room.theme', other);
    setTheme(other);
  };
  return html`<button type="button" class="theme" onClick=${next}>Theme: ${theme}</button>`;
}
