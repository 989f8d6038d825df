// @ts-check
/** Errors of the command line. A key is the error's code, with a case behind a dot where a code has several sentences. */
import { quoted, said } from '../said.js'
import { typed } from '../typed.js'

/** @typedef {{ near?: string, known: string[] }} Nearest the known word that is probably meant; else all are named */

/** @param {Nearest} nearest */
export const meant = ({ near, known }) => (near === undefined ? `known: ${known.join(', ')}` : `did you mean ${near}?`)

const beforeApply = () =>
  `${typed({ verb: 'plan', flags: { out: 'FILE' } })} writes one, and prints its fingerprint (8 to 64 hexadecimal digits); ${typed({ verb: 'deploy' })} plans and carries out in one go`

export const commandLine = {
  UnknownLanguage: (/** @type {{ language: string, from: string }} */ { language, from }) =>
    said(`${from} is ${quoted(language)}, which is not a supported language`, 'write en or zh'),
  'MissingCommand.none': () =>
    said('no command was given', 'grayscale --help shows them all; grayscale demo shows what it is about'),
  'MissingCommand.flagFirst': (/** @type {{ word: string }} */ { word }) =>
    said(`${word} stands where the command belongs`, 'write the command first: grayscale deploy --traffic 0.1'),
  'UnknownCommand.cli': (/** @type {{ word: string } & Nearest} */ { word, ...nearest }) =>
    said(`grayscale has no command ${quoted(word)}`, meant(nearest)),
  'UnknownCommand.aliasNone': (/** @type {{ known: string[] }} */ { known }) =>
    said('alias is followed by no action', known.join(', ')),
  'UnknownCommand.alias': (/** @type {{ word: string } & Nearest} */ { word, ...nearest }) =>
    said(`alias has no action ${quoted(word)}`, meant(nearest)),
  'UnknownCommand.storeNone': (/** @type {{ known: string[] }} */ { known }) =>
    said('store is followed by no action', known.join(', ')),
  'UnknownCommand.store': (/** @type {{ word: string } & Nearest} */ { word, ...nearest }) =>
    said(`store has no action ${quoted(word)}`, meant(nearest)),
  'UnknownCommand.rolloutNone': (/** @type {{ known: string[] }} */ { known }) =>
    said('rollout is followed by no action', known.join(', ')),
  'UnknownCommand.rollout': (/** @type {{ word: string } & Nearest} */ { word, ...nearest }) =>
    said(`rollout has no action ${quoted(word)}`, meant(nearest)),
  'UnknownCommand.rolloutAgentNone': (/** @type {{ known: string[] }} */ { known }) =>
    said('rollout agent is followed by no action', known.join(', ')),
  'UnknownCommand.rolloutAgent': (/** @type {{ word: string } & Nearest} */ { word, ...nearest }) =>
    said(`rollout agent has no action ${quoted(word)}`, meant(nearest)),
  'UnknownShell.none': (/** @type {{ known: string[] }} */ { known }) =>
    said('completion is followed by no shell', known.join(', ')),
  'UnknownShell.unknown': (/** @type {{ word: string } & Nearest} */ { word, ...nearest }) =>
    said(`there is no completion for the shell ${quoted(word)}`, meant(nearest)),
  'UnknownCommand.action': (/** @type {{ word: string, known: string[] }} */ { word, known }) =>
    said(`the action has no command ${quoted(word)}`, `known: ${known.join(', ')}`),
  'UnknownFlag.dashes': (/** @type {{ written: string, likely: string }} */ { written, likely }) =>
    said(`${written} has a dash too many`, `write ${likely}`),
  'UnknownFlag.unknown': (/** @type {{ written: string } & Nearest} */ { written, ...nearest }) =>
    said(`unknown flag ${written}`, meant(nearest)),
  'MissingValue.flag': (/** @type {{ written: string, value: string, empty: boolean }} */ { written, value, empty }) =>
    said(`${written} was given ${empty ? 'an empty value' : 'no value'}`, `write ${written} ${value}`),
  'MissingValue.inputs': () => said('--inputs is followed by no KEY=VALUE', '--inputs traffic=0.1'),
  'MissingValue.rollout': () =>
    said('the project has no rollout', 'name a preset or a file: `grayscale rollout lint canary`'),
  'MissingValue.template': () =>
    said('import is followed by no template', 'name a SAM template: `grayscale rollout import template.yaml`'),
  'MissingValue.gate': () =>
    said('approve is followed by no gate', `${typed({ verb: 'rollout status' })} shows the gate that is waited for`),
  'MissingValue.exported': (/** @type {{ names: string[] }} */ { names }) =>
    said(`not exported: ${names.join(', ')}; nothing was changed`, 'export them, then give the same command again'),
  'MissingValue.agentRole': (/** @type {{ trust: object, policy: object }} */ _) =>
    said(
      'the agent needs a role, whose keys it uses; nothing was changed',
      `make a role with the two policies that are printed here (CAM, roles), then: ${typed({ verb: 'rollout agent deploy', flags: { role: 'NAME' } })}`,
    ),
  'UnexpectedValue.notTaken': (/** @type {{ written: string, value: string }} */ { written, value }) =>
    said(`${written} takes no value, and was given ${quoted(value)}`, `write ${written}`),
  'UnexpectedValue.notAPair': (/** @type {{ word: string }} */ { word }) =>
    said(`--inputs is followed by ${quoted(word)}, which is not KEY=VALUE`, '--inputs traffic=0.1'),
  'UnexpectedValue.loosePair': (/** @type {{ word: string, flag: boolean }} */ { word, flag }) =>
    said(`${quoted(word)} is neither a flag nor a name`, `did you mean ${flag ? '--' : '--inputs '}${word}?`),
  'UnexpectedValue.noFlag': (/** @type {{ word: string, command: string }} */ { word, command }) =>
    said(`${quoted(word)} belongs to no flag`, `grayscale ${command} --help shows the flags`),
  'UnexpectedValue.ofList': (/** @type {{ word: string }} */ { word }) =>
    said(
      `${quoted(word)} belongs to no flag`,
      `grayscale status ${word} shows one function; grayscale list --help shows the flags`,
    ),
  'UnexpectedValue.openQuote': () => said('a quote in arguments is not closed', 'write both: --only "fun01,fun02"'),
  'UnexpectedValue.number': (/** @type {{ word: string }} */ { word }) =>
    said(
      `${quoted(word)} follows no flag, and is not the name of a function`,
      'a share is given by --traffic 0.1, a version to go back to by --to 7',
    ),
  'UnexpectedValue.besidePlan': (/** @type {{ word: string }} */ { word }) =>
    said(
      `${word} was typed beside a plan file, which says itself what is to be done`,
      'leave it out, or plan again with it',
    ),
  'UnexpectedValue.behindPlanFile': (/** @type {{ word: string }} */ { word }) =>
    said(`${quoted(word)} follows a plan file`, 'leave it out'),
  'UnexpectedValue.secondRun': (/** @type {{ word: string }} */ { word }) =>
    said(`undo takes one run, and ${word} is a second one`, 'undo them one by one'),
  'UnexpectedValue.secondAlias': (/** @type {{ word: string }} */ { word }) =>
    said(`${quoted(word)} belongs to no flag`, `one alias at a time; a function is named by --function ${word}`),
  'RepeatedFlag.twice': (/** @type {{ name: string, word: string }} */ { name, word }) =>
    said(`${name} is given twice, the second time by ${quoted(word)}`, 'give it once'),
  'RepeatedFlag.functions': (/** @type {{ flag: string }} */ { flag }) =>
    said(`functions are named twice: by ${flag} and without a flag`, 'name them once'),
  'RepeatedFlag.alias': () => said('the alias is named twice: by --name and without a flag', 'name it once'),
  'MisplacedInput.onlyOfResume': () => said('--only narrows no run of a project that is resumed', 'leave it out'),
  'MisplacedInput.withoutRollout': (/** @type {{ written: string }} */ { written }) =>
    said(`${written} means nothing without a rollout`, 'add `--rollout canary`, or leave it out'),
  'MisplacedInput.ofRollout': (
    /** @type {{ written: string, action: string, actions: readonly string[] }} */ { written, action, actions },
  ) => said(`${written} means nothing to rollout ${action}`, `leave it out; it is for: ${actions.join(', ')}`),
  'InvalidFlag.id': (/** @type {{ value: string }} */ { value }) =>
    said(
      `--id ${quoted(value)} is not the id of a rollout`,
      `${typed({ verb: 'rollout status' })} shows the newest one`,
    ),
  'InvalidFlag.step': (/** @type {{ value: string }} */ { value }) =>
    said(`--step ${value} is not the number of a step`, 'steps are counted from 1: --step 2'),
  'InvalidFlag.from': (/** @type {{ value: string }} */ { value }) =>
    said(`--from ${value} is not a time`, 'such as --from 12h or 7d'),
  'InvalidFlag.seed': (/** @type {{ value: string }} */ { value }) =>
    said(`--seed ${value} is not a whole number`, 'such as --seed 7'),
  'InvalidFlag.timeout': (/** @type {{ value: string }} */ { value }) =>
    said(`--timeout ${value} is not a time`, 'such as --timeout 30m, 1h30m or 90s'),
  'InvalidFlag.port': (/** @type {{ value: string }} */ { value }) =>
    said(`--port ${value} is not a port`, 'a number from 0 to 65535; 0 picks a free one'),
  'InvalidFlag.credentials': (/** @type {{ value: string }} */ { value }) =>
    said(
      `--credentials ${quoted(value)} is unknown`,
      '--credentials env; leave it out to be asked for keys on the page',
    ),
  'InvalidFlag.runtime': (/** @type {{ value: string, offered: string[] }} */ { value, offered }) =>
    said(
      `no first function can be written for the runtime ${quoted(value)}`,
      `${offered.join(', ')}, or another version of these; for others write the project file by hand (docs/inputs.md)`,
    ),
  ProjectNotWritten: (/** @type {{ path: string, why: string }} */ { path, why }) =>
    said(`${path} could not be written: ${why}`, 'what was written before stays; the same command writes the rest'),
  'InvalidFlag.requests': (/** @type {{ value: string }} */ { value }) =>
    said(`--requests ${value} is not a whole number from 100 to 100000`, 'such as --requests 2000'),
  'InvalidFlag.besideDemo': (/** @type {{ name: string, value: string }} */ { name, value }) =>
    said(
      `--demo has its own ${name}, so --${name} ${value} has no effect`,
      `leave out --demo to work on ${value}, or --${name} to try the demo`,
    ),
  ConsoleFailed: (/** @type {{ why: string }} */ { why }) =>
    said(`the console can't listen: ${why}`, 'without --port it picks a free one'),
  ConsoleNotBuilt: (/** @type {{ directory: string }} */ { directory }) =>
    said(
      `the console's page is not built: there is no index.html in ${directory}`,
      'in a clone: npm run console:build; the npm package brings it built',
    ),
  'InvalidFingerprint.noFile': (/** @type {{ path: string }} */ { path }) =>
    said(`there is no file ${path}: apply carries out a plan that was looked at before`, beforeApply()),
  'InvalidFingerprint.missing': () =>
    said(
      'neither a file nor a fingerprint was given: apply carries out a plan that was looked at before',
      beforeApply(),
    ),
  'InvalidFingerprint.notOne': (/** @type {{ word: string }} */ { word }) =>
    said(`${quoted(word)} is not a fingerprint: apply carries out a plan that was looked at before`, beforeApply()),
  'UnreadableFile.event': (/** @type {{ why: string }} */ { why }) =>
    said(`the event can't be read: ${why}`, 'write --event @FILE, or --event - for stdin'),
  'UnreadableFile.plan': (/** @type {{ path: string, why: string }} */ { path, why }) =>
    said(
      `the plan file ${path} can't be read: ${why}`,
      `${typed({ verb: 'plan', flags: { out: 'FILE' } })} writes one`,
    ),
  'UnreadableFile.template': (/** @type {{ path: string, why: string }} */ { path, why }) =>
    said(`the template ${path} can't be read: ${why}`, 'give the path of a SAM template'),
  'UnreadableFile.noPreference': (/** @type {{ path: string }} */ { path }) =>
    said(`no function of ${path} has a DeploymentPreference that is on`, 'there is nothing to import'),
  'UnreadableFile.rollout': (/** @type {{ path: string, why: string }} */ { path, why }) =>
    said(
      `the rollout file ${path} can't be read: ${why}`,
      'give the path of a file that holds steps, or the name of a preset: --rollout canary',
    ),
  PlanNotWritten: (/** @type {{ path: string, why: string }} */ { path, why }) =>
    said(
      `the plan could not be written to ${path}: ${why}; nothing was changed`,
      'give --out a path that can be written',
    ),
  FunctionNotFound: (
    /** @type {{ names: string[], places: { region: string, namespace: string }[] }} */ { names, places },
  ) =>
    said(
      `there is no function ${names.join(', ')} in ${places.map(({ region, namespace }) => `${region}, namespace ${namespace}`).join('; ')}`,
      'check name, stage, region and namespace: the cloud calls a function <key>-<stage>, and a component’s only function <instance>-<stage>-<app>',
    ),
  'ProjectNotFound.none': (
    /** @type {{ dir: string, passedOver: { file: string, why: string }[], names: boolean, flag: string }} */ {
      dir,
      passedOver,
      names,
      flag,
    },
  ) =>
    said(
      `no project was found in ${dir}${passedOver.map(({ file, why }) => `; ${file}: ${why}`).join('')}`,
      `run where serverless.yml, grayscale.yml or serverless.js lies, or give --cwd or --file${names ? `; or name functions, as the cloud calls them${flag && `: ${flag}`}` : ''}`,
    ),
  'NotConfirmed.declined': () => said('it was not confirmed; nothing was changed', '--yes asks nothing'),
  'NotConfirmed.notTyped': (/** @type {{ word: string }} */ { word }) =>
    said(`${word} was not typed; nothing was changed`, '--yes asks nothing'),
  'Interrupted.question': () => said('stopped at the question; nothing was changed'),
  'Interrupted.watch': (/** @type {{ id: string }} */ { id }) =>
    said(
      'stopped looking; the rollout is as it was, and nobody looks after it from here',
      `go on: ${typed({ verb: 'rollout watch', flags: { id } })}, or run ${typed({ verb: 'rollout tick', flags: { id } })} once a minute; go back: ${typed({ verb: 'rollout abort', flags: { id } })}`,
    ),
  'Interrupted.rollout': () => said('stopped looking; the rollout is as it was'),
  'Interrupted.demo': () => said('the demo was stopped; its local SCF is gone'),
  'DemoFailed.outside': (
    /** @type {{ title: string, function: string, version: string, answers: number, low: number, high: number }} */ {
      title,
      function: name,
      version,
      answers,
      low,
      high,
    },
  ) =>
    said(
      `${title}: ${name} ${version} gave ${answers} answers, outside ${low} to ${high}`,
      'with the same --seed it happens again; please report it',
    ),
  'DemoFailed.errors': (
    /** @type {{ title: string, function: string, version: string, errors: number, metered: number, expected: number }} */ {
      title,
      function: name,
      version,
      errors,
      metered,
      expected,
    },
  ) =>
    said(
      `${title}: ${name} ${version} failed ${errors} times (by the metrics ${metered}), not ${expected} times`,
      'with the same --seed it happens again; please report it',
    ),
  'DemoFailed.answer': (/** @type {{ why: string }} */ { why }) =>
    said(`an invocation failed in a way that the demo did not ask for: ${why}`),
}
