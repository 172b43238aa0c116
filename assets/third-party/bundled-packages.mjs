// @ts-check
/** Which npm packages are in what was built: each bundle leaves a list of their folders in dist/bundled. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'

const repository = path.join(import.meta.dirname, '../..')
/** @param {string} bundle */
const listOf = (bundle) => path.join(repository, 'dist/bundled', `${bundle}.json`)

/**
 * The folders of the packages that these files belong to, relative to `top` and sorted: node_modules/zod. Files of our
 * own and what a bundler made up itself belong to none.
 * @param {readonly string[]} files relative to `top`, or absolute
 * @param {string} top
 * @returns {readonly string[]}
 */
export function packageFolders(files, top) {
  const folders = files.flatMap((file) => {
    const parts = path.relative(top, path.resolve(top, file)).split(path.sep)
    const at = parts.lastIndexOf('node_modules')
    if (at === -1) return []
    return [parts.slice(0, at + (parts[at + 1]?.startsWith('@') ? 3 : 2)).join('/')]
  })
  return [...new Set(folders)].sort()
}

/**
 * What really went into the outputs of esbuild, not what was only read.
 * @param {import('esbuild').Metafile} metafile
 * @returns {readonly string[]}
 */
export function filesOfMetafile(metafile) {
  return Object.values(metafile.outputs).flatMap(({ inputs }) =>
    Object.entries(inputs)
      .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
      // A file that package.json's "browser" field turns off is called "(disabled):node_modules/…".
      .map(([file]) => file.replace(/^\([^)]*\):/, '')),
  )
}

/**
 * A plugin for Vite that tells which files went into a build: modules that are left after tree shaking, style sheets, and
 * what these load, such as fonts. (Vite's own `build.license` knows only the first.)
 * @param {(files: readonly string[]) => void} tell absolute paths
 * @returns {import('vite').Plugin}
 */
export function tellBundledFiles(tell) {
  let root = ''
  return {
    name: 'tell-bundled-files',
    apply: 'build',
    configResolved: (config) => {
      root = config.root
    },
    writeBundle(_options, bundle) {
      const outputs = Object.values(bundle)
      const modules = outputs.flatMap((output) => (output.type === 'chunk' ? output.moduleIds : []))
      const loaded = outputs.flatMap((output) => (output.type === 'asset' ? output.originalFileNames : []))
      const styles = [...this.getModuleIds()].filter((id) => /\.css(\?|$)/.test(id))
      const files = [...modules, ...styles].filter((id) => path.isAbsolute(id))
      tell([...files, ...loaded.map((file) => path.resolve(root, file))])
    },
  }
}

/**
 * @param {string} bundle
 * @param {readonly string[]} files
 */
export function recordBundled(bundle, files) {
  mkdirSync(path.dirname(listOf(bundle)), { recursive: true })
  writeFileSync(listOf(bundle), `${JSON.stringify(packageFolders(files, repository), undefined, 2)}\n`)
}

/** @param {string} bundle */
export function isRecorded(bundle) {
  return existsSync(listOf(bundle))
}

/**
 * The folders of all packages in these bundles, absolute.
 * @param {readonly string[]} bundles
 * @returns {readonly string[]}
 */
export function recordedPackages(bundles) {
  const folders = bundles.flatMap((bundle) => {
    if (!isRecorded(bundle)) throw new Error(`It is not known what is bundled in ${bundle}: build it first.`)
    /** @type {string[]} */
    const list = JSON.parse(readFileSync(listOf(bundle), 'utf8'))
    return list
  })
  return [...new Set(folders)].sort().map((folder) => path.join(repository, folder))
}
