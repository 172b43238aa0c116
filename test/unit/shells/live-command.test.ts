/** `pc-switcher live`: what it asks before folders are live, and what it says afterwards. */
import { Command } from 'commander'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Live } from '../../../src-main/contract/live-calls.ts'
import { callEnvelopeSchema } from '../../../src-main/contract/envelope.ts'
import { toWireError, type WireError } from '../../../src-main/contract/wire-error.ts'
import type { Does } from '../../../src-main/shells/cli/program-parts.ts'
import { liveCommands } from '../../../src-main/shells/cli/live/program.ts'
import { keptLive, liveAnswers, noneLive, someLive } from '../../renderer/live-answers.ts'
import { connectionOf, outputInto } from './command-parts.ts'

interface Typed {
  readonly live?: Live
  /** At a terminal; absent: there is none. */
  readonly answer?: string
}

async function run(words: readonly string[], { live = noneLive, answer }: Typed = {}) {
  const [said, questions, told, asked]: [string[], string[], unknown[], unknown[]] = [[], [], [], []]
  const answers = liveAnswers(live)
  const send = async (name: string, envelope: unknown) => {
    const { callId, input } = callEnvelopeSchema.parse(envelope)
    if (name !== 'live.status') asked.push({ [name]: input })
    return { ok: true, value: await answers[name]?.(input, () => undefined, callId) }
  }
  const terminal = () => ({
    say: () => undefined,
    ask: (question: string) => Promise.resolve((questions.push(question), answer)),
    show: () => Promise.resolve(),
    close: () => undefined,
  })
  const output = { ...outputInto(said, told), ...(answer === undefined ? {} : { terminal }) }
  const connection = connectionOf(send)
  let failure: WireError | undefined
  const does: Does = (make) => () =>
    make(connection, output).then(
      () => undefined,
      (thrown: unknown) => void (failure = toWireError(thrown)),
    )
  const program = new Command().exitOverride()
  liveCommands.add(program, (parent, name, about) => parent.command(name).description(about), does)
  await program.parseAsync(['live', ...words], { from: 'user' })
  return { said: said.join('\n'), questions, told, asked, failure }
}

describe('live on', () => {
  it('says what it costs, asks once, and makes the usual folders live', async () => {
    const { said, questions, asked } = await run(['on'], { answer: 'y' })
    expect(said).toMatch(/~\/Documents, ~\/Pictures[^]*130 MB[^]*conflict file[^]*14 days[^]*repositories/)
    expect(said).not.toContain('discovery')
    expect(questions).toHaveLength(1)
    expect(asked).toEqual([{ 'live.on': { places: noneLive.usual, isOverInternet: false } }])
  })

  it('says what the world is told where both find each other over the internet', async () => {
    const { said, asked } = await run(['on', '~/Documents', '--over-internet'], { answer: 'yes' })
    expect(said).toContain('public discovery servers are told')
    expect(asked).toEqual([{ 'live.on': { places: ['Documents'], isOverInternet: true } }])
  })

  it.each([{ answer: 'n' }, {}])('does nothing where nobody agrees (%o)', async (typed) => {
    const { asked, failure } = await run(['on'], typed)
    expect(asked).toEqual([])
    expect(failure?.code).toBe('needs-answers')
  })

  it('takes folders from where the person is, and leaves as it is how both find each other', async () => {
    const live = { ...someLive, home: path.dirname(process.cwd()) }
    const { asked, questions } = await run(['on', 'texts', './texts/', '--yes'], { live })
    expect(questions).toEqual([])
    expect(asked).toEqual([{ 'live.on': { places: [`${path.basename(process.cwd())}/texts`], isOverInternet: true } }])
  })

  it.each(['/srv', '~', '..'])('refuses %s', async (folder) => {
    const { asked, failure } = await run(['on', folder, '--yes'])
    expect(asked).toEqual([])
    expect(failure).toMatchObject({ code: 'invalid-input', message: expect.stringContaining(folder) as unknown })
  })

  it('asks nothing where all of it is so already', async () => {
    const { said, asked } = await run(['on', '~/Documents'], { live: someLive })
    expect(said).toContain('Nothing to do: ~/Documents is live already.')
    expect(asked).toEqual([])
  })
})

describe('live status', () => {
  it('tells each folder, whose it is, and that both find each other over the internet', async () => {
    const { said, told } = await run(['status'], { live: someLive })
    expect(said).toMatch(/~\/Documents +Up to date on both laptops/)
    expect(said).toMatch(/Büro, überarbeitet {2}Syncthing is paused on XPS 13/)
    expect(said).toMatch(/~\/Music +Your own Syncthing's\. Up to date/)
    expect(said).toContain('over the internet')
    expect(told).toEqual([{ type: 'live', ...someLive }])
  })

  it('tells how to make documents live, and how to delete what was kept of earlier ones', async () => {
    const live = { ...keptLive, keptVersions: ['Documents', "Bob's texts"] }
    const { said } = await run(['status'], { live })
    expect(said).toContain('pc-switcher live on')
    expect(said).toContain(String.raw`live off ~/Documents ~/'Bob'\''s texts' --delete-versions`)
  })
})

describe('live off', () => {
  it('says that every file stays, and how to delete what Syncthing kept', async () => {
    const { said, asked } = await run(['off'], { live: { ...someLive, folders: someLive.folders.slice(0, 2) } })
    expect(said).toContain('No longer live: ~/Documents, ~/Pictures. Every file stays;')
    expect(said).toContain('pc-switcher live off ~/Documents ~/Pictures --delete-versions')
    expect(asked).toEqual([{ 'live.off': { deleteVersions: false } }])
  })

  it('deletes what was kept of folders that are live no more', async () => {
    const { said, asked } = await run(['off', '~/Documents', '~/Pictures', '--delete-versions'], { live: keptLive })
    expect(said).toContain('The earlier versions of files are deleted.')
    expect(asked).toEqual([{ 'live.off': { places: ['Documents', 'Pictures'], deleteVersions: true } }])
  })

  it.each(['~/Music', '~/Videos'])('refuses %s, which it has not made live', async (folder) => {
    const { asked, failure } = await run(['off', folder], { live: someLive })
    expect(asked).toEqual([])
    expect(failure).toMatchObject({ code: 'not-found', message: expect.stringContaining(folder) as unknown })
  })
})
