/** What apt goes by. Which lists of packages it reads: the machine's own, or ones kept beside them, so that a plan changes nothing of apt's. */
export type AptView = Lists & {
  /** A file "Packages" whose packages are offered as well (apt-get(8), --with-source). */
  readonly files?: string | undefined
  /** Whether it also puts right what is installed without what it depends on (apt-get(8), --fix-broken). */
  readonly repairs?: true | undefined
}

type Lists =
  | { readonly kind: 'own' }
  | { readonly kind: 'beside'; readonly folder: string; readonly architectures?: Architectures }
  /** With sources of its own as well, instead of those in sources.list.d; `sources.list` is read always. */
  | { readonly kind: 'other-sources'; readonly folder: string; readonly architectures?: Architectures }

/** Instead of those that dpkg knows; the native one first. */
type Architectures = readonly string[] | undefined

/** apt's own lists. */
export const ownLists = '/var/lib/apt/lists'

/** Where the view's lists are. */
export function listsOf(view: AptView): string {
  return view.kind === 'own' ? ownLists : `${view.folder}/lists`
}

/** Where a view with sources of its own has these. */
export function sourcePartsIn(folder: string): string {
  return `${folder}/sources`
}

/** apt.conf(5), "Directories": lists and caches made of them belong together. */
export function viewOptions(view: AptView): readonly string[] {
  const settings = [
    ...(view.kind === 'own' ? [] : listOptions(view)),
    ...(view.files === undefined ? [] : [`APT::Sources::With::=${view.files}`]),
    ...(view.repairs === true ? ['APT::Get::Fix-Broken=true'] : []),
  ]
  return settings.flatMap((setting) => ['-o', setting])
}

function listOptions(view: Exclude<AptView, { kind: 'own' }>): readonly string[] {
  const places = {
    'Dir::State::lists': listsOf(view),
    'Dir::Cache::pkgcache': `${view.folder}/pkgcache.bin`,
    'Dir::Cache::srcpkgcache': `${view.folder}/srcpkgcache.bin`,
    ...(view.kind === 'other-sources' ? sourcesOptions(view.folder) : {}),
  }
  const architectures = (view.architectures ?? []).map((name) => `APT::Architectures::=${name}`)
  return [...Object.entries(places).map(([name, value]) => `${name}=${value}`), ...architectures]
}

/** Without the second cache, which spares reading the lists when a package was installed: such a view is used a few times. */
function sourcesOptions(folder: string): Readonly<Record<string, string>> {
  return { 'Dir::Etc::sourceparts': sourcePartsIn(folder), 'Dir::Cache::srcpkgcache': '' }
}

/** apt knows the sources of this file alone, an absolute path. */
export function sourcesAlone(file: string): readonly string[] {
  return [`Dir::Etc::sourcelist=${file}`, 'Dir::Etc::sourceparts=-'].flatMap((setting) => ['-o', setting])
}
