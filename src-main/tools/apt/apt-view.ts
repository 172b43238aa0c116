/** Which lists of packages apt reads: the machine's own, or ones kept beside them, so that a plan changes nothing of apt's. */
export type AptView = { readonly kind: 'own' } | { readonly kind: 'beside'; readonly folder: string }

/** apt.conf(5), "Directories": lists and caches made of them belong together. */
export function viewOptions(view: AptView): readonly string[] {
  if (view.kind === 'own') return []
  const places = {
    'Dir::State::lists': `${view.folder}/lists`,
    'Dir::Cache::pkgcache': `${view.folder}/pkgcache.bin`,
    'Dir::Cache::srcpkgcache': `${view.folder}/srcpkgcache.bin`,
  }
  return Object.entries(places).flatMap(([name, value]) => ['-o', `${name}=${value}`])
}
