// @ts-check
/** 函数代码的错误：打包什么，什么不能打包。 */
import { quoted, said } from '../said.js'

const copyOrLeaveOut = (/** @type {string} */ path) =>
  `请在该处放一份文件的副本，或排除它：把 "${path}" 加入 src.exclude。`
const lessFiles = '请排除函数不需要的文件（src.exclude），或先打成一个文件。'
const packAgain = '请重新打包，或让 src 指向一个目录。'

/** @type {typeof import('../en/code.js').code} */
export const code = {
  SecretInPackage: ({ name, files, more }) =>
    said(
      `${name}的 ${files.join('、')}${more > 0 ? ` 等 ${files.length + more} 个文件` : ''} 中含有本次运行签名所用的密钥。`,
      '请从文件中去掉密钥，或排除该文件（src.exclude）。调用 API 的代码从角色取得自己的密钥：请设置 role。',
    ),
  'UnreadableSource.noFiles': ({ src }) =>
    said(`这里没有文件系统，无法读取 src ${src}`, '请直接给出 zip 文件的字节：{ zip: new Uint8Array(…) }'),
  'UnreadableSource.file': ({ path, why }) =>
    said(`无法读取 ${path}（${why}）。`, '请使其可读，或排除它：加入 src.exclude。'),
  'SourceNotFound.src': ({ path }) => said(`${path} 不存在。`, 'src 从项目文件所在的目录开始查找。'),
  'SourceNotFound.followLinks': ({ path }) =>
    said(`src.followLinks 中的 ${path} 不存在。`, 'followLinks 列出目录，从项目文件所在的目录开始查找。'),
  SourceOutside: ({ src, real, root }) =>
    said(
      `src ${src} 指向项目 ${root} 之外的 ${real}。`,
      `请把代码移入项目。如果确实要用该目录：src: {src: ${src}, allowOutside: true}。`,
    ),
  'InvalidPackage.leadsOut': ({ path }) => said(`zip 文件中的 ${quoted(path)} 指向了文件之外。`, packAgain),
  'InvalidPackage.unreadable': ({ why }) => said(`无法读取 zip 文件：${why}。`, packAgain),
  'InvalidPackage.noDirectory': () => said('zip 文件末尾没有目录。', packAgain),
  'InvalidPackage.neither': ({ file }) => said(`${file} 既不是目录也不是 .zip 文件。`, '请让 src 指向其中一种。'),
  'InvalidPackage.noZip': ({ file }) => said(`${file} 不是含有文件的 zip。`, packAgain),
  'UnpackableFile.directory': ({ directory }) =>
    said(
      `无法打包 ${directory}：它位于从不打包的目录中。`,
      '请让 src 指向另一个目录。哪些内容从不打包及其原因，见 docs/inputs.md。',
    ),
  'UnpackableFile.special': ({ path }) => said(`无法打包 ${path}：它是套接字、管道或设备。`, copyOrLeaveOut(path)),
  'UnpackableFile.deadLink': ({ path }) => said(`无法打包 ${path}：它是失效的链接。`, copyOrLeaveOut(path)),
  'UnpackableFile.linkToSpecial': ({ path }) =>
    said(`无法打包 ${path}：它是指向套接字、管道或设备的链接。`, copyOrLeaveOut(path)),
  'UnpackableFile.linkToForbidden': ({ path, target }) =>
    said(`无法打包 ${path}：它是指向 ${target} 的链接，而后者从不打包。`, copyOrLeaveOut(path)),
  'UnpackableFile.circle': ({ path }) => said(`无法打包 ${path}：它是指向上级目录的链接。`, copyOrLeaveOut(path)),
  'UnpackableFile.linkOutside': ({ path, target, root }) =>
    said(
      `无法打包 ${path}：它是指向 ${root} 之外 ${target} 的链接。`,
      `${copyOrLeaveOut(path)}如果确实需要，请写出它指向的目录：src: {src: …, followLinks: [DIRECTORY]}。`,
    ),
  'TooManyFiles.walked': ({ root, files, links }) =>
    said(
      `${root} 中的文件或目录超过 ${files} 个，或指向目录的链接超过 ${links} 个；一个代码包最多 ${files} 个文件。`,
      lessFiles,
    ),
  'TooManyFiles.counted': ({ directory, files, most }) =>
    said(`${directory} 中有 ${files} 个文件；一个代码包最多 ${most} 个。`, lessFiles),
  EmptyPackage: ({ directory }) => said(`${directory} 中没有可打包的内容。`, '请检查 src 和 src.exclude 的模式。'),
}

/** @type {typeof import('../en/code.js').codeParts} */
export const codeParts = {
  thePackage: () => '代码包',
  changed: () => '期间被改动过',
  theZip: () => 'zip 文件',
  framework: {
    InvalidPackage: () => '请检查 package.patterns 是否排除了全部文件，以及 package.artifact 是否指向 zip 文件',
    PackageTooLarge: () => '请用 package.patterns 排除文件，或用 package: {individually: true} 分别打包每个函数',
    SecretInPackage: () => '请从文件中去掉密钥，或用 package.patterns 排除该文件；调用 API 的代码从角色取得自己的密钥',
    SourceNotFound: () => '请检查 package.artifact：它应指向含有代码的 zip 文件',
  },
  nothingThere: () => '该路径不存在',
}
