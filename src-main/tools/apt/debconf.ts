/** debconf(7): what was answered when packages asked. Passwords are in another file of it, which nobody opens here. */
import { readIfThere } from '../files/own-file.ts'
import { run, type RunOptions } from '../run.ts'
import { titles } from '../titles/messages.ts'

/** Questions of which the answer is one line. The others only show something, or ask for a password. */
export const debconfTypes = ['boolean', 'string', 'select', 'multiselect'] as const
export type DebconfType = (typeof debconfTypes)[number]

export interface ReadDebconfAnswer {
  /** Of which package it is. */
  readonly owner: string
  /** "tzdata/Areas". */
  readonly question: string
  readonly type: DebconfType
  /** One line; may be empty. */
  readonly value: string
}

/** What was answered to these packages' questions; not what is a default that nobody was asked about. */
export function readDebconfAnswers(packages: ReadonlySet<string>): readonly ReadDebconfAnswer[] {
  const wanted = parseAnswered(readIfThere('/var/cache/debconf/config.dat') ?? '', packages)
  // Much larger, with all their words in all languages.
  if (wanted.length === 0) return []
  return answersIn(wanted, readIfThere('/var/cache/debconf/templates.dat') ?? '')
}

interface Answered {
  readonly owner: string
  readonly item: Item
}

/** `text` as in config.dat. */
export function parseAnswered(text: string, packages: ReadonlySet<string>): readonly Answered[] {
  const seen = parseItems(text).filter(isSeen)
  const owned = seen.flatMap((item) => ownersOf(item).map((owner) => ({ owner, item })))
  return owned.filter(({ owner }) => packages.has(owner))
}

/** `templates` as in templates.dat. */
export function answersIn(wanted: readonly Answered[], templates: string): readonly ReadDebconfAnswer[] {
  const types = parseTypes(templates)
  return wanted.flatMap(({ owner, item }) => answerOf(owner, item, types))
}

type Item = ReadonlyMap<string, string>

/** Stanzas of `Field: value`; a value never has a second line, and lines that begin with a space belong to "Variables". */
function parseItems(text: string): readonly Item[] {
  return text
    .split(/\n\n+/)
    .map((stanza) => new Map(stanza.split('\n').flatMap(fieldOf)))
    .filter((item) => item.has('Name'))
}

function fieldOf(line: string): readonly (readonly [string, string])[] {
  const colon = line.indexOf(':')
  if (colon < 1 || line.startsWith(' ')) return []
  return [[line.slice(0, colon), line.slice(colon + 1).trim()]]
}

function isSeen(item: Item): boolean {
  return listOf(item.get('Flags')).includes('seen')
}

function ownersOf(item: Item): readonly string[] {
  return listOf(item.get('Owners'))
}

function listOf(text: string | undefined): readonly string[] {
  return (text ?? '').split(',').map((one) => one.trim())
}

function parseTypes(text: string): ReadonlyMap<string, string> {
  return new Map(parseItems(text).map((item) => [item.get('Name') ?? '', item.get('Type') ?? '']))
}

function answerOf(owner: string, item: Item, types: ReadonlyMap<string, string>): readonly ReadDebconfAnswer[] {
  const question = item.get('Name') ?? ''
  const type = debconfTypes.find((one) => one === types.get(item.get('Template') ?? ''))
  const value = item.get('Value') ?? ''
  // debconf writes a second line as "\\n", and reads a backslash at the end as one that follows.
  if (type === undefined || value.includes('\\')) return []
  return [{ owner, question, type, value }]
}

/** Packages that are installed afterwards do not ask, and find these answers. */
export async function seedDebconf(answers: readonly ReadDebconfAnswer[], options: RunOptions): Promise<void> {
  if (answers.length === 0) return
  const lines = answers.map(({ owner, question, type, value }) => `${owner} ${question} ${type} ${value}\n`)
  await run(
    { title: titles.seedDebconf({}), argv: ['debconf-set-selections'], input: lines.join(''), diesWithAgent: true },
    options,
  )
}
