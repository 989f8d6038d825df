// @ts-check

/**
 * A function of the shop, and what became of it in the last 40 minutes.
 *
 * @typedef {object} Story
 * @property {string} name
 * @property {string} namespace
 * @property {string} about
 * @property {number} perMinute invocations
 * @property {'Nodejs18.15' | 'Python3.9'} runtime
 * @property {Chapter[]} chapters in order
 */

/**
 * @typedef {object} Chapter
 * @property {number} minutesAgo
 * @property {string} [code] that is deployed to `$LATEST`
 * @property {string} [publish] as a version of this description
 * @property {number} [traffic] the share of `$LATEST`, the rest on the last published version
 * @property {'update'} [fails] the deployment of the code fails
 * @property {object} [rollout] by this policy the code is rolled out
 */

/** The file of a function's code. */
export const FILES = { 'Nodejs18.15': 'index.js', 'Python3.9': 'index.py' }

/** Code that takes a while and writes a line. @param {{ says: string, ms: number }} behaviour */
const python = ({ says, ms }) => `import json, random, time

def main_handler(event, context):
    began = time.time()
    time.sleep(${ms} / 1000 * (0.5 + random.random()))
    print('${says}', json.dumps(event), round((time.time() - began) * 1000), 'ms')
    return {'version': context['function_version'], 'item': event['item']}
`

/**
 * Code that takes a while, writes a line, and fails now and then.
 *
 * @param {{ says: string, ms: number, fails?: number }} behaviour `fails`: how many of a hundred, one after the other: by chance a
 *   bad canary would look well in one demo of seventy
 */
const code = ({ says, ms, fails = 0 }) => `let due = 0
exports.main_handler = async (event, context) => {
  const began = Date.now()
  await new Promise((resolve) => setTimeout(resolve, ${ms} * (0.5 + Math.random())))
  console.log('${says}', JSON.stringify(event), (Date.now() - began) + ' ms')
  due += ${fails}
  if (due >= 100) {
    due -= 100
    throw new Error('${says}: no price for ' + event.item)
  }
  return { version: context.function_version, item: event.item }
}
`

/**
 * Steps for a small shop, where few calls have to tell enough. Errors alone judge: a call takes a few milliseconds, and the
 * load of this computer decides how many.
 */
const POLICY = {
  steps: [
    { traffic: '10%', for: '5m' },
    { traffic: '30%', for: '15m' },
    { traffic: '60%', for: '10m' },
  ],
  guard: { delay: '1m', budget: '5%', wager: { errors: 0.8, platform: 0.2 } },
}

/**
 * All functions of the shop.
 *
 * @param {{ python: boolean }} machine `python`: whether it runs functions in Python, so that one of them is one
 * @returns {Story[]}
 */
export function shopOn(machine) {
  const others = machine.python ? python : code
  return [
    {
      name: 'cart',
      namespace: 'default',
      about: 'What is in the basket',
      runtime: 'Nodejs18.15',
      perMinute: 30,
      chapters: [
        { minutesAgo: 40, code: code({ says: 'cart', ms: 4 }), publish: 'First release', traffic: 0 },
        { minutesAgo: 14, code: code({ says: 'cart with gifts', ms: 3 }), rollout: POLICY },
      ],
    },
    {
      name: 'pricing',
      namespace: 'default',
      about: 'What things cost',
      runtime: 'Nodejs18.15',
      perMinute: 7,
      chapters: [
        { minutesAgo: 40, code: code({ says: 'price', ms: 3 }), publish: 'Discounts', traffic: 0 },
        { minutesAgo: 34, code: code({ says: 'price', ms: 2 }), publish: 'Faster rounding', traffic: 0 },
        { minutesAgo: 20, code: code({ says: 'price by season', ms: 8, fails: 30 }), traffic: 0.25 },
      ],
    },
    {
      name: 'search',
      namespace: 'default',
      about: 'Finds things; nobody ever published it',
      runtime: 'Nodejs18.15',
      perMinute: 2,
      chapters: [{ minutesAgo: 40, code: code({ says: 'search', ms: 6 }) }],
    },
    {
      name: 'recommendations',
      namespace: 'default',
      about: 'What others bought',
      runtime: machine.python ? 'Python3.9' : 'Nodejs18.15',
      perMinute: 2,
      chapters: [
        { minutesAgo: 40, code: others({ says: 'others', ms: 6 }), publish: 'First release', traffic: 0 },
        { minutesAgo: 20, code: others({ says: 'others too', ms: 6 }), publish: 'Same brand first', traffic: 0 },
      ],
    },
    {
      name: 'checkout',
      namespace: 'payments',
      about: 'Takes the money',
      runtime: 'Nodejs18.15',
      perMinute: 20,
      chapters: [
        { minutesAgo: 40, code: code({ says: 'checkout', ms: 7 }), publish: 'First release', traffic: 0 },
        { minutesAgo: 36, code: code({ says: 'checkout', ms: 6 }), publish: 'Cards of two more banks', traffic: 0 },
        { minutesAgo: 28, code: code({ says: 'checkout in instalments', ms: 6, fails: 80 }), rollout: POLICY },
      ],
    },
    {
      name: 'invoices',
      namespace: 'payments',
      about: 'Writes them once a month',
      runtime: 'Nodejs18.15',
      perMinute: 1,
      chapters: [
        { minutesAgo: 40, code: code({ says: 'invoice', ms: 9 }), publish: 'First release', traffic: 0 },
        { minutesAgo: 9, code: code({ says: 'invoice in colour', ms: 9 }), fails: 'update' },
      ],
    },
    {
      name: 'mail',
      namespace: 'payments',
      about: 'Tells people that it is on its way',
      runtime: 'Nodejs18.15',
      perMinute: 1,
      chapters: [{ minutesAgo: 40, code: code({ says: 'mail', ms: 4 }), publish: 'First release', traffic: 0 }],
    },
  ]
}

export const things = ['tea', 'kettle', 'cup', 'honey', 'spoon', 'biscuits']
