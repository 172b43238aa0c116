import { readdir, rm, stat, writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { answers, listenBefore, listenOnLoopback, listenOnSocket } from '../../../src-main/transport/serve-http.ts'
import { serveApp, type ServedApp } from './serve-app.ts'

/** A socket appears at once, but for a disk that is busy. */
const patience = 20_000

let served: ServedApp
beforeEach(async () => {
  served = await serveApp()
})
afterEach(() => served.close())

describe("the person's socket", () => {
  it('belongs to the person alone', async () => {
    expect((await stat(served.socketPath)).mode & 0o777).toBe(0o600)
  })

  it('mints addresses for the browser without a session', async () => {
    const text = await new Promise<string>((resolve, reject) => {
      request({ socketPath: served.socketPath, path: '/mint', method: 'POST' }, (response) => {
        response.once('data', (chunk: Buffer) => resolve(chunk.toString('utf8')))
      })
        .on('error', reject)
        .end('{}')
    })
    const { value } = JSON.parse(text) as { value: { url: string } }
    expect((await served.ask(new URL(value.url).pathname)).status).toBe(303)
  })

  it('is refused to a second app while one listens, and taken over after a crash', async () => {
    const path = served.socketPath
    await expect(listenOnSocket(() => undefined, path)).rejects.toMatchObject({ code: 'already-running' })
    await writeFile(join(served.folder, 'left-behind.sock'), '')
    const taken = await listenOnSocket(() => undefined, join(served.folder, 'left-behind.sock'))
    await taken.close()
  })

  it('is taken before the app is started, who asks meanwhile waits, and nothing is started beside another app', async () => {
    const path = join(served.folder, 'early.sock')
    let begin: () => void = () => undefined
    const begun = new Promise<void>((resolve) => (begin = resolve))
    const listening = listenBefore(path, async () => {
      await begun
      return { handler: (_request, response) => void response.end('late') }
    })
    const asked = new Promise<string>((resolve, reject) => {
      const ask = () =>
        request({ socketPath: path, path: '/' }, (response) => {
          response.once('data', (chunk: Buffer) => resolve(chunk.toString('utf8')))
        })
          .on('error', reject)
          .end()
      vi.waitFor(() => stat(path), patience).then(ask, reject)
    })
    await vi.waitFor(() => stat(path), patience)
    const start = vi.fn()
    await expect(listenBefore(path, start)).rejects.toMatchObject({ code: 'already-running' })
    expect(start).not.toHaveBeenCalled()
    begin()
    const { socket: early } = await listening
    expect(await asked).toBe('late')
    await early.close()
  })

  it('is of one app alone when several start at the same moment, as after a crash, and answers', async () => {
    const path = join(served.folder, 'wanted.sock')
    for (let round = 0; round < 20; round++) {
      await writeFile(path, '')
      const started = await Promise.allSettled(Array.from({ length: 5 }, () => listenOnSocket(() => undefined, path)))
      const taken = started.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
      expect(taken).toHaveLength(1)
      expect(await answers(path)).toBe(true)
      for (const one of taken) await one.close()
      expect((await readdir(served.folder)).filter((name) => name.startsWith('wanted'))).toEqual([])
    }
  })

  it('stays with the app that has it now when an earlier one ends late', async () => {
    const path = join(served.folder, 'late.sock')
    const earlier = await listenOnSocket(() => undefined, path)
    await rm(path)
    const now = await listenOnSocket(() => undefined, path)
    await earlier.close()
    expect(await answers(path)).toBe(true)
    await now.close()
  })

  it('is let go of when the app cannot be started', async () => {
    const path = join(served.folder, 'failed.sock')
    await expect(listenBefore(path, () => Promise.reject(new Error('no')))).rejects.toThrow('no')
    const again = await listenOnSocket(() => undefined, path)
    await again.close()
  })
})

it('says so when the port is taken', async () => {
  await expect(listenOnLoopback(() => undefined, served.port)).rejects.toMatchObject({ code: 'already-running' })
})
