import { expect, it } from 'vitest';
import { readOptions, textOn } from '../../../../web/widget/loader/options.ts';

it('falls back where the script tag says nothing, or nonsense', () => {
  const plain = readOptions({});
  expect(plain).toEqual({
    mode: 'float',
    brand: 'support',
    phone: null,
    shown: true,
    position: 'end',
    theme: 'auto',
    accent: null,
    offset: [20, 20],
    zIndex: 2147483000,
  });
  expect(
    readOptions({
      mode: 'x',
      position: 'left',
      theme: 'blue',
      accent: 'red;}',
      offset: 'a,b',
      zIndex: '1.5',
    }),
  ).toEqual(plain);
});

it('reads what the script tag says', () => {
  expect(
    readOptions({
      mode: 'page',
      brand: 'Northwind',
      phone: '198',
      launcher: 'off',
      position: 'start',
      theme: 'dark',
      accent: '#0A7f55',
      offset: '8,16',
      zIndex: '50',
    }),
  ).toEqual({
    mode: 'page',
    brand: 'Northwind',
    phone: '198',
    shown: false,
    position: 'start',
    theme: 'dark',
    accent: '#0A7f55',
    offset: [8, 16],
    zIndex: 50,
  });
});

it.each([
  ['#000000', '#fff'],
  ['#3b3bd6', '#fff'],
  ['#ffd400', '#000'],
  ['#767676', '#000'],
  ['#ffffff', '#000'],
])('writes on %s in %s', (colour, text) => {
  expect(textOn(colour)).toBe(text);
});
