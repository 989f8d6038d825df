// @ts-check
/** Errors about the code of functions: what is packed, and what can't be. */
import { quoted, said } from '../said.js'

const copyOrLeaveOut = (/** @type {string} */ path) =>
  `Put a copy of the file there, or leave it out: add "${path}" to src.exclude.`
const lessFiles = 'Leave out what the function does not need (src.exclude), or bundle it.'
const packAgain = 'Pack it again, or let src name a directory.'

export const code = {
  SecretInPackage: (/** @type {{ name: string, files: string[], more: number }} */ { name, files, more }) =>
    said(
      `${name} holds the secret key that this run signs with, in ${files.join(', ')}${more > 0 ? ` and ${more} more` : ''}.`,
      'Take the key out of the file, or leave the file out (src.exclude). Code that calls APIs gets keys of its own from its role: give role.',
    ),
  'UnreadableSource.noFiles': (/** @type {{ src: string }} */ { src }) =>
    said(
      `src ${src} can't be read here: there is no file system`,
      'give the zip file as bytes: { zip: new Uint8Array(…) }',
    ),
  'UnreadableSource.file': (/** @type {{ path: string, why: string }} */ { path, why }) =>
    said(`${path} could not be read (${why}).`, 'Make it readable, or leave it out: add it to src.exclude.'),
  'SourceNotFound.src': (/** @type {{ path: string }} */ { path }) =>
    said(`There is nothing at ${path}.`, 'src is looked up from the directory of the project file.'),
  'SourceNotFound.followLinks': (/** @type {{ path: string }} */ { path }) =>
    said(
      `There is nothing at ${path}, which src.followLinks names.`,
      'followLinks names directories, from the directory of the project file.',
    ),
  SourceOutside: (/** @type {{ src: string, real: string, root: string }} */ { src, real, root }) =>
    said(
      `src ${src} leads to ${real}, outside of the project ${root}.`,
      `Move the code into the project. If that directory is meant: src: {src: ${src}, allowOutside: true}.`,
    ),
  'InvalidPackage.leadsOut': (/** @type {{ path: string }} */ { path }) =>
    said(`The zip holds ${quoted(path)}, which leads out of it.`, packAgain),
  'InvalidPackage.unreadable': (/** @type {{ why: string }} */ { why }) =>
    said(`The zip can't be read: ${why}.`, packAgain),
  'InvalidPackage.noDirectory': () => said('The zip has no directory at its end.', packAgain),
  'InvalidPackage.neither': (/** @type {{ file: string }} */ { file }) =>
    said(`${file} is neither a directory nor a .zip file.`, 'Let src name one of the two.'),
  'InvalidPackage.noZip': (/** @type {{ file: string }} */ { file }) =>
    said(`${file} is not a zip with files in it.`, packAgain),
  'UnpackableFile.directory': (/** @type {{ directory: string }} */ { directory }) =>
    said(
      `${directory} can't be packed: it lies in a directory that is never packed.`,
      'Let src name another directory. What is never packed, and why, is in docs/inputs.md.',
    ),
  'UnpackableFile.special': (/** @type {{ path: string }} */ { path }) =>
    said(`${path} can't be packed: it is a socket, a pipe or a device.`, copyOrLeaveOut(path)),
  'UnpackableFile.deadLink': (/** @type {{ path: string }} */ { path }) =>
    said(`${path} can't be packed: it is a link that leads nowhere.`, copyOrLeaveOut(path)),
  'UnpackableFile.linkToSpecial': (/** @type {{ path: string }} */ { path }) =>
    said(`${path} can't be packed: it is a link to a socket, a pipe or a device.`, copyOrLeaveOut(path)),
  'UnpackableFile.linkToForbidden': (/** @type {{ path: string, target: string }} */ { path, target }) =>
    said(`${path} can't be packed: it is a link to ${target}, which is never packed.`, copyOrLeaveOut(path)),
  'UnpackableFile.circle': (/** @type {{ path: string }} */ { path }) =>
    said(`${path} can't be packed: it is a link to a directory that it lies in.`, copyOrLeaveOut(path)),
  'UnpackableFile.linkOutside': (
    /** @type {{ path: string, target: string, root: string }} */ { path, target, root },
  ) =>
    said(
      `${path} can't be packed: it is a link to ${target}, outside of ${root}.`,
      `${copyOrLeaveOut(path)} Or, if that is meant, name the directory that it leads into: src: {src: …, followLinks: [DIRECTORY]}.`,
    ),
  'TooManyFiles.walked': (/** @type {{ root: string, files: number, links: number }} */ { root, files, links }) =>
    said(
      `${root} holds more than ${files} files or directories, or more than ${links} links to directories; a code package can hold ${files} files.`,
      lessFiles,
    ),
  'TooManyFiles.counted': (
    /** @type {{ directory: string, files: number, most: number }} */ { directory, files, most },
  ) => said(`${directory} holds ${files} files; a code package can hold ${most}.`, lessFiles),
  EmptyPackage: (/** @type {{ directory: string }} */ { directory }) =>
    said(`${directory} holds nothing to pack.`, 'Check src, and the patterns of src.exclude.'),
}

/** Names that stand in the sentences above, and what to do where a framework packed. */
export const codeParts = {
  thePackage: () => 'The package',
  changed: () => 'it was changed meanwhile',
  theZip: () => 'The zip file',
  framework: {
    InvalidPackage: () =>
      'check package.patterns, which may leave every file out, and package.artifact, which is to name a zip file',
    PackageTooLarge: () =>
      'leave files out with package.patterns, or pack each function alone with package: {individually: true}',
    SecretInPackage: () =>
      'take the key out of the file, or leave the file out with package.patterns; code that calls APIs gets keys of its own from its role',
    SourceNotFound: () => 'check package.artifact: it is to name a zip file with the code',
  },
  nothingThere: () => 'there is nothing at that path',
}
