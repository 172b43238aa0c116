import type { PackageSource, SourceDefinition } from '../sources-model.ts'

/** A package source of this laptop. */
export interface KnownSource {
  readonly source: PackageSource
  /** What its entry says of who signs it, by address and suite as these are written; empty where it says nothing. */
  readonly addresses: ReadonlyMap<string, string>
  /** Undefined where the source has a hindrance. */
  readonly definition: SourceDefinition | undefined
}
