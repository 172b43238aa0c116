// @ts-check
/**
 * Runs a command in the mount namespace that `unshare --mount` has just made, and fails when it leaves a mount behind: with
 * the namespace it would go without a trace.
 */
import { listMounts } from './leaks.mjs'
import { runCommand, stopSignal } from './run-command.mjs'

const [file, ...rest] = process.argv.slice(2)
if (file === undefined) throw new Error('own-mounts.mjs COMMAND [WORD...]')
const before = new Set(listMounts())
const { code } = await runCommand([file, ...rest], { passThrough: true, signal: stopSignal() })
const left = listMounts().filter((mount) => !before.has(mount))
if (left.length > 0) console.log(`left behind in the mount namespace:\n    ${left.join('\n    ')}`)
process.exitCode = code !== 0 || left.length === 0 ? code : 1
