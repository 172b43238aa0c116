/** A project for npm with one package, which comes from a registry of the test's own. Each in a folder that stands in for a home. */
import { execFile, execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

async function npm(home: string, ...args: readonly string[]): Promise<void> {
  const env = { PATH: process.env['PATH'], HOME: home }
  await run('npm', [...args, '--no-audit', '--no-fund', '--fetch-retries=0'], { cwd: path.join(home, 'app'), env })
}

/** The project and what npm keeps, as an archive in base64. The registry is gone by then. */
export async function projectWithCache(): Promise<string> {
  const home = mkdtempSync(path.join(tmpdir(), 'npm-home-'))
  const at = (name: string) => path.join(home, name)
  for (const folder of ['app', 'package']) mkdirSync(at(folder))
  writeFileSync(at('package/package.json'), '{"name":"tiny","version":"1.0.0","main":"tiny.js"}')
  writeFileSync(at('package/tiny.js'), 'module.exports = "tiny is here"')
  execFileSync('tar', ['-czf', 'tiny.tgz', 'package'], { cwd: home })
  const server = createServer((_request, response) => response.end(readFileSync(at('tiny.tgz'))))
  try {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    const port = typeof address === 'object' ? address?.port : undefined
    await npm(home, 'init', '--yes')
    await npm(home, 'install', `http://127.0.0.1:${port}/tiny.tgz`)
    const archive = execFileSync('tar', ['-cz', '--exclude=node_modules', '--exclude=_logs', 'app', '.npm'], {
      cwd: home,
    })
    return archive.toString('base64')
  } finally {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
    rmSync(home, { recursive: true })
  }
}

/** The same without what npm keeps. */
export function withoutCache(archive: string): string {
  const home = mkdtempSync(path.join(tmpdir(), 'npm-home-'))
  try {
    execFileSync('tar', ['-xz'], { cwd: home, input: Buffer.from(archive, 'base64') })
    return execFileSync('tar', ['-cz', 'app'], { cwd: home }).toString('base64')
  } finally {
    rmSync(home, { recursive: true })
  }
}

/** What the package says, installed from such an archive alone. */
export async function installFrom(archive: string): Promise<string> {
  const home = mkdtempSync(path.join(tmpdir(), 'npm-home-'))
  try {
    execFileSync('tar', ['-xz', '--no-same-owner'], { cwd: home, input: Buffer.from(archive, 'base64') })
    await npm(home, 'ci')
    const script = 'require("tiny")'
    return execFileSync(process.execPath, ['-p', script], { cwd: path.join(home, 'app'), encoding: 'utf8' }).trim()
  } finally {
    rmSync(home, { recursive: true })
  }
}
