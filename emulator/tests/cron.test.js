import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { loadCron, nextDue } from '../cron.js'

before(loadCron)

/** In Beijing, a Monday evening. */
const NOW = '2026-11-23 18:00:00'
const beijing = (text) => Date.parse(`${text.replace(' ', 'T')}+08:00`)
const next = (expression, after = NOW) => {
  const atMs = nextDue(expression, beijing(after))
  return atMs === undefined ? undefined : new Date(atMs + 8 * 3600 * 1000).toISOString().slice(0, 19).replace('T', ' ')
}

describe('when an expression is due next, in Beijing time', () => {
  for (const [expression, expected] of Object.entries({
    '* * * * * * *': '2026-11-23 18:00:01',
    '*/5 * * * * * *': '2026-11-23 18:00:05',
    '3,7-9 * * * * * *': '2026-11-23 18:00:03',
    '7/20 * * * * * *': '2026-11-23 18:00:07',
    '0 */5 * * * * *': '2026-11-23 18:05:00',
    '0 0 * * * * *': '2026-11-23 19:00:00',
    '0 0 2 * * * *': '2026-11-24 02:00:00',
    '0 0 2 1 * * *': '2026-12-01 02:00:00',
    '0 15 10 * * MON-FRI *': '2026-11-24 10:15:00',
    '0 0 10,14,16 * * * *': '2026-11-24 10:00:00',
    '0 0 12 * * WED *': '2026-11-25 12:00:00',
    '0 0 12 * * 0 *': '2026-11-29 12:00:00',
    '0 0 12 1 JAN-MAR * *': '2027-01-01 12:00:00',
    '0 0 0 29 2 * *': '2028-02-29 00:00:00',
    '0 0 0 1 1 * 2030': '2030-01-01 00:00:00',
    '0 0 0 1 1 * 2028-2030': '2028-01-01 00:00:00',
    '0 0 0 L * ? *': '2026-11-30 00:00:00',
    '0 0 0 15W * ? *': '2026-12-15 00:00:00',
    '0 0 0 ? * 5#2 *': '2026-12-11 00:00:00',
    '  0 0  19 * * * * ': '2026-11-23 19:00:00',
  })) {
    test(expression, () => assert.equal(next(expression), expected))
  }

  test('day and weekday together: either', () => {
    assert.equal(next('0 0 0 1 * WED *'), '2026-11-25 00:00:00')
    assert.equal(next('0 0 0 1 * WED *', '2026-11-26 00:00:00'), '2026-12-01 00:00:00')
  })

  test('a second that has come is not due again', () => {
    assert.equal(next('0 0 18 * * * *', '2026-11-23 17:59:59'), NOW)
    assert.equal(next('0 0 18 * * * *'), '2026-11-24 18:00:00')
    assert.equal(nextDue('* * * * * * *', beijing(NOW) + 999), beijing(NOW) + 1000)
  })

  test('never again', () => {
    assert.equal(next('0 0 0 1 1 * 2020'), undefined)
    assert.equal(next('0 0 0 31 2 * *'), undefined)
  })
})

describe('what is no expression', () => {
  for (const expression of [
    '',
    'nonsense',
    '@daily',
    '*/5 * * * *',
    '0 */5 * * * *',
    '0 0 0 * * * * *',
    '60 * * * * * *',
    '* 60 * * * * *',
    '* * 24 * * * *',
    '* * * 0 * * *',
    '* * * 32 * * *',
    '* * * * 0 * *',
    '* * * * 13 * *',
    '* * * * FOO * *',
    '* * * * * 7 *',
    '* * * * * 1-7 *',
    '* * * * * MONDAY *',
    '* * * * * mon *',
    '* * * * * * 1969',
    '* * * * * * 2100',
    '* * * * * * 2090-2100',
    '5-1 * * * * * *',
    '/5 * * * * * *',
    '*/0 * * * * * *',
    '1,,2 * * * * * *',
    '-5 * * * * * *',
    '1.5 * * * * * *',
    '? * * * * * *',
    '* L * * * * *',
    '* * * * * W *',
    '+5 * * * * * *',
  ]) {
    test(JSON.stringify(expression), () => assert.throws(() => nextDue(expression, 0), Error))
  }
})
