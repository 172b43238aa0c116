/** Which commands cargo-install(1) brought, and of which version their crate is: it notes them in a folder, in two formats. */
import { z } from 'zod'
import { parseJson } from './parse-json.ts'

/** By the names of commands: "rg" of "ripgrep 14.1.0 (registry+https://…)". `read`: a file of the folder. */
export function crateVersions(read: (name: string) => string | undefined): ReadonlyMap<string, string> {
  const json = read('.crates2.json')
  if (json !== undefined) return fromJson(json)
  return fromToml(read('.crates.toml') ?? '')
}

const cratesSchema = z.object({ installs: z.record(z.string(), z.object({ bins: z.array(z.string()) })) })

function fromJson(text: string): ReadonlyMap<string, string> {
  const parsed = cratesSchema.safeParse(parseJson(text))
  if (!parsed.success) return new Map()
  return new Map(
    Object.entries(parsed.data.installs).flatMap(([crate, { bins }]) => versionsOf(crate.split(' ')[1], bins)),
  )
}

function fromToml(text: string): ReadonlyMap<string, string> {
  const entries = text.matchAll(/^"[^"\s]+ ([^"\s]+) [^"\n]*"\s*=\s*\[([^\]]*)\]/gm)
  return new Map(
    [...entries].flatMap(([, version, bins = '']) =>
      versionsOf(
        version,
        [...bins.matchAll(/"([^"]*)"/g)].flatMap(([, bin]) => bin ?? []),
      ),
    ),
  )
}

function versionsOf(version: string | undefined, bins: readonly string[]): (readonly [string, string])[] {
  return version === undefined ? [] : bins.map((bin) => [bin, version] as const)
}
