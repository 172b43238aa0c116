/** `pc-switcher packages`: what both laptops have installed, at any time. */
import { calls } from '../../../contract/calls.ts'
import { otherKinds } from '../../../contract/packages-others.ts'
import { otherName } from '../../../contract/packages-others-words.ts'
import { packageDifferences, type ComparedPackage, type PackageOrigins } from '../../../contract/packages-calls.ts'
import type { AppClient } from '../../../transport/client.ts'
import type { CliCommand } from '../commands.ts'
import { exitCodes } from '../exit-codes.ts'
import * as texts from './texts.ts'

export interface CompareOptions {
  /** Also those that are the same. */
  readonly all?: boolean
  /** In the name, or in what it says of itself. */
  readonly search?: string
  /** With what offers each of apt. */
  readonly sources?: boolean
}

export function comparePackagesCommand({ all = false, search, sources = false }: CompareOptions): CliCommand {
  return async ({ client }, output) => {
    const compared = await client.call(calls.packagesCompare, {})
    const found = compared.packages.filter((one) => isFound(one, search))
    const shown = all ? found : found.filter(({ difference }) => difference !== 'same')
    const labels = { here: compared.here.label, there: compared.there.label }
    const offered = sources ? await offersOf(client, shown) : undefined
    const packages = shown.map((one) => ({ ...one, ...offered?.(one) }))
    const foundOthers = compared.others.filter((one) => has(otherName(one), search))
    const others = all ? foundOthers : foundOthers.filter(({ difference }) => difference !== 'same')
    output.tell({ type: 'packages', here: compared.here, there: compared.there, packages, others })
    if (found.length + foundOthers.length === 0 && search !== undefined) output.say(texts.noneFound(search))
    for (const difference of packageDifferences) {
      const list = shown.filter((one) => one.difference === difference)
      if (list.length === 0) continue
      const { length } = list
      output.say(difference === 'same' ? texts.sameHeading(length) : texts.headingOf(difference, length, labels))
      const widest = Math.max(...list.map(({ name }) => name.length))
      for (const one of list) {
        output.say(texts.packageLine(one, widest))
        texts.offerLines(offered?.(one)?.offeredBy, labels).forEach(output.say)
      }
    }
    for (const kind of otherKinds) texts.otherLines(kind, others, labels).forEach(output.say)
    const same = found.filter(({ difference }) => difference === 'same').length
    if (found.length > 0) output.say(texts.summaryOf(found.length - same, same, labels))
    return exitCodes.done
  }
}

type Offers = (one: ComparedPackage) => { readonly offeredBy: Pick<PackageOrigins, 'here' | 'there'> } | undefined

/** Asked together: each question costs apt as much as all of them. */
async function offersOf(client: AppClient, shown: readonly ComparedPackage[]): Promise<Offers> {
  const asked = shown.filter(({ manager }) => manager === 'apt')
  const { packages } = await client.call(calls.packagesOrigins, {
    packages: asked.map(({ name, architecture }) => ({ name, architecture })),
  })
  const keyOf = ({ name, architecture }: Pick<PackageOrigins, 'name' | 'architecture'>) => `${name}:${architecture}`
  const known = new Map(packages.map((one) => [keyOf(one), { here: one.here, there: one.there }]))
  return (one) => {
    const offeredBy = one.manager === 'apt' ? known.get(keyOf(one)) : undefined
    return offeredBy === undefined ? undefined : { offeredBy }
  }
}

function isFound({ name, summary }: ComparedPackage, search: string | undefined): boolean {
  return has(`${name}\n${summary}`, search)
}

function has(text: string, search: string | undefined): boolean {
  return search === undefined || text.toLowerCase().includes(search.toLowerCase())
}
