import { build } from 'esbuild'
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'

const top = path.resolve(import.meta.dirname, '../../..')

/** Bundles a few lines that use our modules ("@/" is src-main), so that they can run as a process of their own. */
export async function bundleProgram(source: string, outfile: string): Promise<string> {
  await build({
    stdin: { contents: source.replaceAll('@/', `${top}/src-main/`), resolveDir: top, loader: 'ts' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    outfile,
    loader: { '.pl': 'text' },
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url)" },
  })
  return outfile
}

export interface Contender {
  readonly child: ChildProcess
  /** Its first line. */
  readonly said: Promise<string>
}

export function startContender(program: string, ...args: readonly string[]): Contender {
  const child = spawn(process.execPath, [program, ...args], { stdio: ['pipe', 'pipe', 'inherit'] })
  const said = new Promise<string>((resolve, reject) => {
    child.stdout.once('data', (chunk: Buffer) => resolve(chunk.toString('utf8').trim()))
    child.once('error', reject)
    child.once('exit', () => resolve('gone'))
  })
  return { child, said }
}

export async function endContender({ child }: Contender, signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  child.kill(signal)
  await gone
}
