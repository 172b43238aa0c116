/** Looking into a copy, and taking files out of it: `copies browse`, `copies restore --path`. */
import { calls } from '../../../contract/calls.ts'
import type { CopyView, PlaceView } from '../../../contract/copies-calls.ts'
import { AppError } from '../../../kernel/app-error.ts'
import type { AppClient } from '../../../transport/client.ts'
import type { CliCommand } from '../program-parts.ts'
import { oneSubvolume, planAndRestore } from '../snapshots/bringing-back.ts'
import { placeOf } from '../snapshots/choose.ts'
import { sayFolder } from '../snapshots/looking.ts'
import * as texts from './texts.ts'

export interface OfCopy {
  readonly on?: string
  readonly of?: string
}

interface ChosenCopy {
  /** Of the laptop that has the place. */
  readonly laptop: string
  readonly copy: CopyView
  readonly inPlace: { readonly place: string; readonly of: string }
}

/** By the start of its ID. What is known of the place is asked first: not every copy that is looked for is new. */
async function chooseCopy(client: AppClient, place: string, id: string, { on, of }: OfCopy): Promise<ChosenCopy> {
  const { places } = await client.call(calls.copiesList, { on: on === undefined ? [] : [on] })
  const here = await client.call(calls.overview, { refresh: false })
  const laptop = on ?? here.here.laptop.name
  const known = places.find((one) => one.name === place && one.laptop === laptop)
  const look = () => client.call(calls.copiesLook, { place, laptop })
  return pickCopy(known, id, of) ?? pickCopy(await look(), id, of) ?? noCopy(id, place)
}

function pickCopy(place: PlaceView | undefined, id: string, of: string | undefined): ChosenCopy | undefined {
  const ofLaptop = (place?.copies ?? []).filter(({ laptop }) => of === undefined || laptop === of)
  const exact = ofLaptop.filter((copy) => copy.id === id)
  const [copy, ...others] = exact.length > 0 ? exact : ofLaptop.filter((one) => one.id.startsWith(id))
  if (place === undefined || copy === undefined) return undefined
  if (others.length > 0) throw new AppError({ code: 'invalid-input', ...texts.severalCopies(id, [copy, ...others]) })
  return { laptop: place.laptop, copy, inPlace: { place: place.name, of: copy.laptop } }
}

function noCopy(id: string, place: string): never {
  throw new AppError({ code: 'not-found', ...texts.noSuchCopy(id, place) })
}

export interface BrowseOptions extends OfCopy {
  readonly subvolume: string
}

export function browseCommand(place: string, id: string, path: string, options: BrowseOptions): CliCommand {
  return async ({ client }, output) => {
    const { laptop, copy, inPlace } = await chooseCopy(client, place, id, options)
    const folder = placeOf(copy, path, options.subvolume)
    return sayFolder({ client }, output, { laptop, id: copy.id, copy: inPlace, ...folder })
  }
}

export interface PathOptions extends OfCopy {
  readonly path: readonly string[]
  readonly beside: boolean
  readonly dryRun: boolean
  readonly yes: boolean
}

/** Files and folders of a copy, beside the originals or in their places. */
export function restorePathsCommand(place: string, id: string, options: PathOptions): CliCommand {
  return async ({ client }, output) => {
    const { laptop, copy, inPlace } = await chooseCopy(client, place, id, options)
    const chosen = options.path.map((path) => placeOf(copy, path, 'home'))
    const wanted = {
      ...{ laptop, onto: laptop, id: copy.id, copy: inPlace },
      subvolume: oneSubvolume(chosen.map(({ subvolume }) => subvolume)),
      paths: chosen.map(({ path }) => path),
      place: options.beside ? ('beside' as const) : ('original' as const),
    }
    return planAndRestore(client, output, wanted, options)
  }
}
