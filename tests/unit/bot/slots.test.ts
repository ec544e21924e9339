import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withoutSecrets } from '../../../lambdas/bot/slots/secrets.ts';
import { slotsIn, withSlots } from '../../../lambdas/bot/slots.ts';

describe('an account number', () => {
  it.each([
    ['my account number is 12345678', '••••5678'],
    ['Account: 9023 4471', '••••4471'],
    ['acct no. 00481516', '••••1516'],
    ['acc number 77120934 if that helps', '••••0934'],
    ['a/c 5550123456', '••••3456'],
    ['hi, customer number AB-123456, my bill is too high', '••••3456'],
    ['customer id: 4815162342', '••••2342'],
    ['Cust no 884422', '••••4422'],
    ['contract number 60012877 was cancelled by mistake', '••••2877'],
    ['the account number for my home broadband is 30114455', '••••4455'],
    ['account #20417733', '••••7733'],
    ['it is ACC-20417733', '••••7733'],
    ['order number 5512907 has not come', 'order ••••2907'],
    ['where is order #88120045?', 'order ••••0045'],
    ['ORD-5512907 is late', 'order ••••2907'],
  ])('is found in “%s” as %s', (text, account) => {
    expect(slotsIn(text)).toEqual({ account });
  });

  it.each([
    'call me on 07700 900123',
    'my account number is 07700900123',
    'my number is 12345678',
    'my account was opened in 2019',
    'bank account number 12345678, sort code 20-00-00',
    'refund to account 12345678 by direct debit please',
    'that is not my account 12345678',
    'you have the wrong account number 12345678',
    'account 1234',
    'my account balance is 123456',
    'order 2 iphones',
    'can i order 100000 minutes',
    'error 12345678 on the tv box screen',
    'account 12345678901234567',
    'I used 123456789 bytes on my account',
    '12345678',
  ])('is not seen in “%s”', (text) => {
    expect(slotsIn(text).account).toBeUndefined();
  });
});

describe('the address of an outage', () => {
  it.each([
    ['no internet at 14 Mill Lane since this morning', '14 Mill Lane'],
    ['broadband down, 22b Queen Victoria Road', '22b Queen Victoria Road'],
    ['internet is not working, my address is 7 Elm Close', '7 Elm Close'],
    ['is there an outage in SW1A 1AA?', 'SW1A 1AA'],
    ['no signal at m4 1hq', 'm4 1hq'],
    ['Outage: 12 High Street, LS1 4DY', '12 High Street, LS1 4DY'],
    ['the tv stopped working. postcode eh12 9df', 'eh12 9df'],
    ['no broadband in 10115 Berlin', '10115 Berlin'],
    ['internet down at 1012 AB in Amsterdam', '1012 AB'],
    ['no wifi, Bahnhofstrasse 21', 'Bahnhofstrasse 21'],
    ['no connection at 12 rue de la Paix since noon', '12 rue de la Paix'],
    ['no phone line at Calle Mayor 5', 'Calle Mayor 5'],
    ['my landline is dead, eircode D02 AF30', 'D02 AF30'],
  ])('is found in “%s” as %s', (text, address) => {
    expect(slotsIn(text).address).toBe(address);
  });

  it.each([
    'can i get fibre at SW1A 1AA',
    'i am moving from 14 Mill Lane to 3 Park Road, will the internet be down?',
    'my address is 14 Mill Lane',
    'deliver the router to 14 Mill Lane, the old one is broken',
    '5g down whole street',
    'no internet, 3 houses on our street have the same',
    'down for 20 minutes on the road',
    'no signal with O2 5GB plan',
    'internet down since 2023',
    'error 1234 Router not working',
    'no internet for 2 days no way',
    'slow, only 10 Mbps at home, too slow',
    'no signal in 2024 January',
    'it dropped 3 times on the way home',
    'cut off after 1000 MB',
    'E5 4GB dongle not working',
  ])('is not seen in “%s”', (text) => {
    expect(slotsIn(text).address).toBeUndefined();
  });
});

describe('a line of a bill in dispute', () => {
  it.each([
    ['why was i charged £12.50 content service', '£12.50 content service'],
    [
      'there is a £9.99 charge for premium texts, i never signed up',
      '£9.99 charge for premium texts',
    ],
    ['£6.50 "premium text" on my bill, what is it', '£6.50 premium text'],
    ['I did not order a content service for €9.99', 'content service for €9.99'],
    ['please refund the roaming charge of 45 euros', 'roaming charge of 45 euros'],
    ['whats this late payment fee of £7', 'late payment fee of £7'],
    ['early termination fee: $200 is wrong', 'early termination fee: $200'],
    ['you took £30 for a call-out fee', '£30 for a call-out fee'],
    ['I dispute 18.40 CHF for international calls', '18.40 CHF for international calls'],
    ['invoice INV-20417 is wrong', 'INV-20417'],
    ['invoice number 20417', 'invoice number 20417'],
    ['£5 roaming on bill no. 884120, why?', '£5 roaming, bill no. 884120'],
  ])('is found in “%s” as %s', (text, invoice) => {
    expect(slotsIn(text)).toEqual({ invoice });
  });

  it.each([
    'how much is the £5 roaming add-on',
    'i want to add the £10 data add-on',
    'my bill is £45.20',
    'can i get insurance for £8',
    'i pay £30 a month',
    'my invoice 2024 please',
    'why is my bill so high',
    'bill 3 is missing',
    'roaming does not work',
    'I was charged 3 times for roaming',
  ])('is not seen in “%s”', (text) => {
    expect(slotsIn(text).invoice).toBeUndefined();
  });
});

describe('a device that gives trouble', () => {
  it.each([
    ['my router keeps rebooting', 'router'],
    ['the tv box is stuck on the logo', 'tv box'],
    ['iPhone 15 Pro has no signal', 'iPhone 15 Pro'],
    ['no service on my Samsung Galaxy S23', 'Samsung Galaxy S23'],
    ['the Fritz!Box 7590 shows a red light', 'Fritz!Box 7590'],
    ['Smart Hub 2 flashing orange', 'Smart Hub 2'],
    ['my Pixel 8 can’t send texts', 'Pixel 8'],
    ['HG659 not connecting', 'HG659'],
    ['our landline is dead', 'landline'],
    ['router Netgear R7000 is offline', 'Netgear R7000'],
    ['the wifi router has a red light', 'wifi router'],
    ['my new set-top box won’t start', 'set-top box'],
  ])('is found in “%s” as %s', (text, device) => {
    expect(slotsIn(text)).toEqual({ device });
  });

  it.each([
    'is the iPhone 15 in stock',
    'how much is a Galaxy S23, my old one is broken',
    'where is my new router',
    'i want to return the router',
    'my phone bill is not right',
    'my phone number is not working abroad',
    'which router do you sell',
    'the hub of the matter',
    'pixel art',
    'can i keep my phone',
    'a router is not a modem',
    'i cant get through on the phone',
    'can i drop the netflix but keep the phone',
    'i returned the phone but did not get refunded',
    'my phone line is not working',
  ])('is not seen in “%s”', (text) => {
    expect(slotsIn(text).device).toBeUndefined();
  });
});

it('several slots come from one message', () => {
  expect(
    slotsIn('Account no 12345678. No internet at 12 High Street, my router has a red light.'),
  ).toEqual({ account: '••••5678', address: '12 High Street', device: 'router' });
});

describe('what nobody should keep', () => {
  it.each([
    ['a card', 'account 4111 1111 1111 1111 is my card'],
    ['a card without gaps', 'account number 5500000000000004'],
    ['an Amex card', 'customer number 3782 822463 10005'],
    ['an IBAN', 'my account is GB29 NWBK 6016 1331 9268 19'],
    ['a German IBAN', 'account DE89370400440532013000'],
    ['a PIN', 'account pin is 123456'],
    ['a password', 'account password: 12345678'],
    ['a one-time code', 'the account verification code is 482913'],
    ['a bare code', 'account code is 482913'],
    ['a date of birth', 'account, dob 12031985'],
    ['a written date of birth', 'customer date of birth 12/03/1985'],
    ['a national insurance number', 'account QQ 12 34 56 C'],
    ['a sort code', 'account 20-00-00'],
  ])('%s is in no slot', (_, text) => {
    expect(slotsIn(text)).toEqual({});
  });

  it.each([
    ['pin 1234 account 87654321', '••••4321'],
    ['dob 12/03/1985 and account number 87654321', '••••4321'],
  ])('does not hide what stands beside it: “%s”', (text, account) => {
    expect(slotsIn(text)).toEqual({ account });
  });

  it('is blank in the text without secrets, and all else is there', () => {
    const text =
      'pin 1234, password is hunter2! card 4111-1111-1111-1111, post code 8001, error code 5012';

    const open = withoutSecrets(text);

    expect(open).not.toMatch(/1234|hunter2|4111|1111/);
    expect(open).toMatch(/post code 8001, error code 5012$/);
  });

  it('is in no slot however a card is grouped', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[3-6]\d{12,18}$/),
        fc.uniqueArray(fc.integer({ min: 1, max: 12 }), { maxLength: 4 }),
        fc.constantFrom('account number ', 'customer id: ', 'order no '),
        fc.constantFrom(' ', '-'),
        (digits, cuts, cue, gap) => {
          const card = Array.from(digits, (digit, i) => (cuts.includes(i) ? gap + digit : digit));
          expect(slotsIn(cue + card.join(''))).toEqual({});
        },
      ),
    );
  });

  it('never more than four characters of an account number', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[1-9]\d{5,11}$/), (number) => {
        const { account = '' } = slotsIn(`my account number is ${number}`);
        expect(account).toBe(`••••${number.slice(-4)}`);
      }),
    );
  });
});

describe('with what is known', () => {
  it('the first value stays', () => {
    const known = { account: '••••5678' };

    expect(withSlots(known, 'my account number is 87654321')).toBe(known);
  });

  it('something else is added', () => {
    expect(withSlots({ account: '••••5678' }, 'my router keeps rebooting')).toEqual({
      account: '••••5678',
      device: 'router',
    });
  });

  it.each([
    [{ account: '••••5678' }, 'sorry, it’s 87654321', { account: '••••4321' }],
    [{ account: '••••5678' }, 'Oops I meant account 87654321', { account: '••••4321' }],
    [{ account: '••••5678' }, 'sorry 87654321', { account: '••••4321' }],
    [{ account: '••••5678' }, 'typo, should be 8765 4321', { account: '••••4321' }],
    [{ address: 'SW1A 1AA' }, 'sorry, it’s SW1A 2AA', { address: 'SW1A 2AA' }],
    [{ address: '12 High Street' }, 'no, it is 14 High Street', { address: '14 High Street' }],
    [{ device: 'router' }, 'sorry, i meant the tv box', { device: 'tv box' }],
    [{ invoice: '£9 roaming' }, 'correction: it’s £19 roaming', { invoice: '£19 roaming' }],
  ])('%j is corrected by “%s”', (known, text, corrected) => {
    expect(withSlots(known, text)).toEqual(corrected);
  });

  it.each([
    [{ account: '••••5678' }, 'sorry to bother you, any news?'],
    [{ account: '••••5678' }, 'sorry, i waited 20 minutes'],
    [{ account: '••••5678' }, 'sorry, it’s 07700 900123 if you call'],
    [{ device: 'router' }, 'it’s the same with my phone'],
    [{}, 'sorry, it’s 87654321'],
    [undefined, 'hello'],
  ])('%j is left alone by “%s”', (known, text) => {
    expect(withSlots(known, text)).toBe(known);
  });
});

it('whatever is written, slots are short, never throw and take no time', () => {
  const words = fc.array(
    fc.constantFrom('account', 'is', '12345678', 'no', 'internet', 'at', '12', 'High', 'Street'),
  );
  const texts = fc.oneof(
    fc.string({ maxLength: 4000 }),
    words.map((list) => list.join(' ')),
  );
  fc.assert(
    fc.property(texts, (text) => {
      for (const value of Object.values(slotsIn(text))) {
        expect(value.length).toBeLessThanOrEqual(80);
        expect(value.length).toBeGreaterThan(0);
      }
    }),
  );
  const hostile = [
    '1 '.repeat(2000),
    'a '.repeat(2000),
    `12 ${'x'.repeat(4000)}`,
    '1-'.repeat(2000),
  ];
  for (const text of [...hostile, ...hostile.map((it) => `account no internet £1 ${it}`)]) {
    const start = performance.now();
    slotsIn(text);
    expect(performance.now() - start).toBeLessThan(100);
  }
});
