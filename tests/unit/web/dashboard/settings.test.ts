import { describe, expect, test } from 'vitest';
import { memoryStore } from '../../../../web/chat-client/store.ts';
import { isSingleKey, type KeyPress, matches } from '../../../../web/dashboard/commands/keys.ts';
import { parseConfig } from '../../../../web/dashboard/lib/config.ts';
import {
  createPreferences,
  DEFAULT_PREFERENCES,
  readPreferences,
} from '../../../../web/dashboard/lib/preferences.ts';
import { guardedStore } from '../../../../web/dashboard/lib/storage.ts';

describe('keys', () => {
  const press = (change: Partial<KeyPress>): KeyPress => ({
    key: '',
    code: '',
    altKey: false,
    ctrlKey: false,
    metaKey: false,
    shiftKey: false,
    isComposing: false,
    ...change,
  });

  test('letters match in lower case, and with caps lock', () => {
    expect(matches('J', press({ key: 'j' }))).toBe(true);
    expect(matches('J', press({ key: 'J' }))).toBe(true);
    expect(matches('J', press({ key: 'k' }))).toBe(false);
  });

  test('the browser’s own combinations are left alone', () => {
    expect(matches('R', press({ key: 'r', ctrlKey: true }))).toBe(false);
    expect(matches('R', press({ key: 'r', metaKey: true }))).toBe(false);
    expect(matches('R', press({ key: 'R', shiftKey: true }))).toBe(false);
  });

  test('with Alt the place of the key decides, not what the layout makes of it', () => {
    expect(matches('Alt+A', press({ key: 'å', code: 'KeyA', altKey: true }))).toBe(true);
    expect(matches('A', press({ key: 'å', code: 'KeyA', altKey: true }))).toBe(false);
  });

  test('a sign that needs Shift on some layouts is matched by what it is', () => {
    expect(matches('?', press({ key: '?', shiftKey: true }))).toBe(true);
    expect(matches('?', press({ key: '?' }))).toBe(true);
  });

  test('named keys mind Shift', () => {
    expect(matches('F6', press({ key: 'F6' }))).toBe(true);
    expect(matches('F6', press({ key: 'F6', shiftKey: true }))).toBe(false);
    expect(matches('Shift+F6', press({ key: 'F6', shiftKey: true }))).toBe(true);
  });

  test('nothing matches while a character is composed', () => {
    expect(matches('J', press({ key: 'j', isComposing: true }))).toBe(false);
  });

  test('single keys are told from the others', () => {
    expect(['J', '?', 'F6', 'Alt+A'].map(isSingleKey)).toEqual([true, true, false, false]);
  });
});

describe('preferences', () => {
  test('a change is kept on the device', () => {
    const storage = memoryStore();

    createPreferences(storage).setState({ theme: 'dark', sound: false });

    expect(createPreferences(storage).getState()).toEqual({
      ...DEFAULT_PREFERENCES,
      theme: 'dark',
      sound: false,
    });
  });

  test.each([null, 'not json', '[]', '7', '{"theme":"pink","sound":"yes"}'])(
    'whatever is wrong in %s takes its default',
    (stored) => {
      expect(readPreferences(stored)).toEqual(DEFAULT_PREFERENCES);
    },
  );
});

describe('storage', () => {
  test('a browser that refuses storage still keeps things for the page', () => {
    const store = guardedStore(() => {
      throw new Error('SecurityError');
    });

    store.set('draft', 'hello');

    expect(store.get('draft')).toBe('hello');
    store.remove('draft');
    expect(store.get('draft')).toBeNull();
  });
});

describe('configuration', () => {
  const good = {
    socketUrl: 'wss://s',
    apiUrl: 'https://a/',
    issuer: 'https://i',
    clientId: 'c',
  };

  test('the API address loses its last slash', () => {
    expect(parseConfig(good).apiUrl).toBe('https://a');
  });

  test.each(Object.keys(good))('a missing %s is named', (name) => {
    expect(() => parseConfig({ ...good, [name]: '' })).toThrow(`"${name}"`);
  });

  test('what is no object is refused', () => {
    expect(() => parseConfig(null)).toThrow('not an object');
  });
});
