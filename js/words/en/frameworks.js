// @ts-check
/** Errors of the component for `sls` and of the plugin: what was typed, the project around them, and their state. */
import { said } from '../said.js'
import { typed } from '../typed.js'

/** @typedef {'component' | 'plugin'} Way how the words after `sls` are read */

/** @type {Record<Way, { drops: string, inputs: string }>} */
const ways = {
  component: {
    drops: 'is not a flag of sls, which would ignore it silently.',
    inputs: 'Write --inputs publish=true traffic=0, or --inputs.publish --inputs.traffic=0.',
  },
  plugin: {
    drops: 'is not known to the framework, which would ignore it silently.',
    inputs: 'Write --inputs publish=true --inputs traffic=0.',
  },
}

const noState = 'Repair the file or move it away. Without it sls remove deletes no function; a deploy does not need it.'
const commonSource =
  'Let inputs.src name a directory that holds the code of all functions, and each src a directory in it.'

export const frameworks = {
  'InvalidCommandLine.unknownFlag': (
    /** @type {{ written: string, value?: string, way: Way, meant?: string }} */ { written, value, way, meant },
  ) =>
    said(
      `${written}${value === undefined ? '' : `=${value}`} ${ways[way].drops}`,
      meant === undefined ? `Inputs are written with two dashes. ${ways[way].inputs}` : `Did you mean ${meant}?`,
    ),
  'InvalidCommandLine.notAPair': (/** @type {{ word?: string, way: Way, name: boolean }} */ { word, way, name }) =>
    said(
      `${word || 'Nothing'} follows --inputs, where NAME=VALUE is needed.`,
      name ? `Write --inputs ${word}=true.` : ways[way].inputs,
    ),
  'InvalidCommandLine.loosePair': (/** @type {{ word: string, way: Way }} */ { word, way }) =>
    said(`${word} ${ways[way].drops}`, ways[way].inputs),
  'InvalidCommandLine.missingValue': (/** @type {{ written: string }} */ { written }) =>
    said(`${written} has no value.`, `Write ${written}=NAME.`),
  'InvalidCommandLine.notTaken': (/** @type {{ written: string, value: string }} */ { written, value }) =>
    said(`${written} takes no value, and was given ${value}.`, `Write ${written}.`),
  'InvalidCommandLine.notAnInput': (/** @type {{ path: string, way: Way }} */ { path, way }) =>
    said(`--inputs.${path} is not the name of an input.`, ways[way].inputs),
  'InvalidCommandLine.insideAValue': (/** @type {{ path: string, name: string }} */ { path, name }) =>
    said(`--inputs.${path} goes into ${name}, which was given a value too.`, 'Give one of the two.'),
  'InvalidCommandLine.valueIsCommand': (/** @type {{ written: string, value: string }} */ { written, value }) =>
    said(
      `sls takes ${value} for the value of ${written}, not for its command.`,
      `Type the command first: sls ${value} ${written}`,
    ),
  'InvalidCommandLine.pairIsCommand': (/** @type {{ pairs: string[] }} */ { pairs }) =>
    said(
      `sls takes ${pairs[1]} for its command, since none stands before --inputs.`,
      `Type the command first: sls deploy --inputs ${pairs.join(' ')}`,
    ),
  'InvalidCommandLine.repeated': (/** @type {{ name: string, word: string }} */ { name, word }) =>
    said(`${name} is given twice, the second time by ${word}.`, 'Give it once.'),
  'InvalidCommandLine.wordNotTaken': (/** @type {{ verb: string, word: string }} */ { verb, word }) =>
    said(
      `sls ${verb} does not take the word ${word}.`,
      'Inputs are written --inputs.publish="fun01,fun02" or --inputs publish=fun01,fun02.',
    ),
  'InvalidCommandLine.freeWord': (/** @type {{ word: string }} */ { word }) =>
    said(`${word} ${ways.plugin.drops}`, 'Inputs are written --inputs publish=true --inputs traffic=0.'),
  'InvalidCommandLine.insideAList': (/** @type {{ name: string }} */ { name }) =>
    said(
      `${name} is a list in the project, so its items have no names that could be typed.`,
      'Write the change into the project, or make the list a map of names.',
    ),
  'InvalidCommandLine.allComponents': (
    /** @type {{ verb: string, others: string[], component: string }} */ { verb, others, component },
  ) =>
    said(
      `sls${verb && ` ${verb}`} runs all components of the yml, whatever --component says: also ${others.join(', ')}. Nothing was done.`,
      verb === '' ? `Type sls deploy --component=${component}.` : 'Type sls remove alone to remove all of them.',
    ),
  'InvalidCommandLine.pairsOfOldCli': (/** @type {{ pairs: string[] }} */ { pairs }) =>
    said(
      `This sls does not know the form --inputs ${pairs.join(' ')}: it hands over pieces of it, and may have lost more.`,
      `Type ${pairs.map((pair) => `--inputs.${pair}`).join(' ')}, and likewise for each input.`,
    ),
  'InvalidCommandLine.flagAsInput': (/** @type {{ flag: string, meant?: string }} */ { flag, meant }) =>
    said(
      `${flag} is not a flag of sls, which hands it over as an input of that name.`,
      meant === undefined ? 'Write --inputs publish=true traffic=0.' : `Did you mean --inputs ${meant}?`,
    ),
  'InvalidCommandLine.givenTwice': (/** @type {{ input: string }} */ { input }) =>
    said(
      `${input} is given as --inputs.${input} and in another place too; this sls reads --inputs ${input}=… only.`,
      `Type it once: --inputs ${input}=…`,
    ),
  'UnknownCommand.sls': (/** @type {{ verb: string, near?: string, known: string[] }} */ { verb, near, known }) =>
    said(
      `sls ${verb} is not known here.`,
      near === undefined ? `Known are sls ${known.join(', sls ')}.` : `Did you mean sls ${near}?`,
    ),
  'UnknownInput.ofRun': (/** @type {{ verb: string, input: string, run: boolean }} */ { verb, input, run }) =>
    said(
      `${verb} takes no input ${input}: it is about a whole run.`,
      `Type ${typed({ verb })}${run ? `, or ${typed({ verb: 'undo', of: ['RUN'] })}` : ''}.`,
    ),
  'StageConflict.typed': (/** @type {{ stage: string, input: string }} */ { stage, input }) =>
    said(`--stage is ${stage}, and the input stage is ${input}.`, 'Type one of the two.'),
  'StageConflict.filledByEngine': (/** @type {{ path: string, stage: string }} */ { path, stage }) =>
    said(
      `sls filled \${env.…} in from ${path}, which it does for any stage, and this is the stage ${stage}.`,
      'Rename that file, for example to .env.development, or export what belongs to the stage.',
    ),
  'StageConflict.filledFromFile': (
    /** @type {{ stage: string, other: string, file: string }} */ { stage, other, file },
  ) =>
    said(
      `This is the stage ${stage}, but the framework filled \${env:…} in from ${file}, for the stage ${other}.`,
      `Type --stage ${stage}: the framework does not read STAGE.`,
    ),
  'StageConflict.filledByStage': (
    /** @type {{ stage: string, other: string, expression: string }} */ { stage, other, expression },
  ) =>
    said(
      `This is the stage ${stage}, but the framework filled \${${expression}…} in for the stage ${other}.`,
      `Type --stage ${stage}: the framework does not read STAGE.`,
    ),
  StateNotSaved: (/** @type {{ why: string }} */ { why }) =>
    said(
      `the release is over, but which functions it created could not be saved: ${why}`,
      'Make the directory .serverless writable and free some space. sls remove deletes only functions that are on that list.',
    ),
  'StateUnreadable.directory': (/** @type {{ why: string }} */ { why }) =>
    said(
      `The state in .serverless could not be read, or that directory not be made: ${why}. Nothing was changed.`,
      noState,
    ),
  'StateUnreadable.file': (/** @type {{ file: string, why: string }} */ { file, why }) =>
    said(`The state in ${file} could not be read: ${why}. Nothing was changed.`, noState),
  RemoveNotTyped: (/** @type {{ alias: string, id: string, names: string[] }} */ { alias, id, names }) =>
    said(
      `sls asks to remove ${alias}, because this name is no longer in the yml, and nobody typed remove. Nothing was deleted: ${names.join(', ')} and all traffic stay as they are.`,
      `Was it renamed? Give it the name ${alias} again; or carry its state over: in .serverless rename ${id}.json after the new name, and ${alias} in Template.json likewise. To delete its functions, type sls remove.`,
    ),
  GateNotKnown: (/** @type {{ reason: string }} */ { reason }) => said(reason),
  RolloutWentBack: (/** @type {{ id: string, why: string }} */ { id, why }) =>
    said(`rollout ${id} went back: ${why}`, 'The functions are on stable again; repair the code and deploy.'),
  GateNotPassed: (/** @type {{ reason: string }} */ { reason }) => said(reason),
  'InvalidProject.provider': (/** @type {{ file: string, provider: string }} */ { file, provider }) =>
    said(
      `${file} lists scf-grayscale/plugin, but its provider is ${provider}.`,
      'Write provider: {name: tencent}, or take the plugin out.',
    ),
  'InvalidProject.service': (/** @type {{ service: string }} */ { service }) =>
    said(
      `${JSON.stringify(service)} can't be the name of a service: a file is called after it.`,
      'Use letters, digits, "-" and "_", a letter first.',
    ),
  'UnsupportedInput.credentials': (/** @type {{ name: string }} */ { name }) =>
    said(
      `${name} is not supported`,
      'keys are taken from exported variables, .env.<stage> and .env: put TENCENT_SECRET_ID and TENCENT_SECRET_KEY there',
    ),
  'UnsupportedInput.functions': (/** @type {{ name: string }} */ { name }) =>
    said(`${name} is not supported`, 'functions stand at the top of the file, beside provider'),
  'UnsupportedInput.packedBySrc': (/** @type {{ name: string }} */ { name }) =>
    said(
      `${name} is not supported`,
      'src says where the code is, so the framework packs nothing; files are left out by src: {src, exclude}',
    ),
  'UnsupportedInput.packagePath': (/** @type {{ name: string }} */ { name }) =>
    said(`${name} is not supported`, 'a deploy packs again: name a zip by package.artifact'),
  'UnsupportedInput.artifact': (/** @type {{ name: string }} */ { name }) =>
    said(
      `${name} is not supported`,
      'it is a file; code in object storage is named by cosBucketName and cosObjectName',
    ),
  UnsupportedOption: (/** @type {{ option: string }} */ { option }) =>
    said(
      `--${option} does nothing here: the framework has it for another provider.`,
      option === 'force'
        ? 'Take it away: changed code is uploaded, and unchanged code need not be.'
        : 'Take it away; what is meant for the release is typed as --inputs NAME=VALUE.',
    ),
  NotDeployed: (/** @type {{ stage: string }} */ { stage }) =>
    said(
      `This instance was not deployed in the stage ${stage}, so its functions are not known here.`,
      'Type sls deploy first.',
    ),
  'InvalidInput.noCommonSource': (/** @type {{ key: string }} */ { key }) =>
    said(`${key} has a src of its own, and inputs.src is missing: sls uploads nothing else.`, commonSource),
  'InvalidInput.outsideUpload': (/** @type {{ src: string, key: string }} */ { src, key }) =>
    said(`src ${src} of ${key} leads out of what sls uploads, which is inputs.src.`, commonSource),
  'SourceNotFound.uploaded': (/** @type {{ where: string, why: string }} */ { where, why }) =>
    said(
      `the code that sls uploaded could not be taken over from the platform (${where}): ${why}`,
      'give the same command again',
    ),
  'MissingCredentials.platform': () =>
    said(
      'the platform handed over no temporary credentials, so nothing was sent to the cloud',
      'it gets them through the role SLS_QcsRole: see at https://console.cloud.tencent.com/cam/role whether it exists and who may use it (a sub-account needs the right to pass it on); sls bind role makes it',
    ),
}
