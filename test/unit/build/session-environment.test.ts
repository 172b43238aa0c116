/** What the session says to other programs of Node keeps pc-switcher from nothing. */
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

/** The command as it is in the package, with another program in the place of its own Node. */
const command = readFileSync('assets/headless/tree/usr/bin/pc-switcher', 'utf8').replace(
  /^exec .*$/m,
  'exec env -0 "$@"',
)

it('starts without what is meant for other programs of Node and Electron, and with everything else', () => {
  const session = {
    NODE_OPTIONS: '--require /home/alice/gone.js',
    NODE_PATH: '/home/alice/node_modules',
    NODE_EXTRA_CA_CERTS: '/home/alice/no such.pem',
    NODE_V8_COVERAGE: '/home/alice/coverage',
    NODE_TLS_REJECT_UNAUTHORIZED: '0',
    ELECTRON_RUN_AS_NODE: '1',
    OPENSSL_CONF: '/home/alice/gone.cnf',
    UV_THREADPOOL_SIZE: '1024',
    LINES_IN_IT: "one\nexport NODE_OPTIONS='x'\nexport HOME PATH\n$(exit 1)",
    HOME: '/home/alice',
    PATH: process.env['PATH'],
  }
  const told = execFileSync('/bin/sh', ['-c', command], { env: session, encoding: 'utf8' }).split('\0')
  const names = told.filter((one) => one !== '').map((one) => one.slice(0, one.indexOf('=')))
  const own = ['MALLOC_MMAP_THRESHOLD_', 'NODE_COMPILE_CACHE']
  expect(names.filter((name) => !['PWD', '_', 'SHLVL', 'OLDPWD'].includes(name)).sort()).toEqual(
    ['HOME', 'LINES_IN_IT', 'PATH', ...own].sort(),
  )
  expect(told).toContain(`LINES_IN_IT=${session.LINES_IN_IT}`)
  expect(told).toContain('NODE_COMPILE_CACHE=/home/alice/.cache/pc-switcher/code')
})

it('hands its words on as they were given', () => {
  const told = execFileSync('/bin/sh', ['-c', command, 'sh', 'A=two words'], { encoding: 'utf8' }).split('\0')
  expect(told).toContain('A=two words')
})
