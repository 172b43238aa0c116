/** What programs fill again by themselves. A rule of the person can include one of them. */
import { rules, type Exclusion } from './exclusion.ts'

/** What Chromium and Electron keep in a profile or beside it. */
const chromiumCaches = [
  '/Cache',
  '/Code Cache',
  '/GPUCache',
  '/CachedData',
  '/DawnGraphiteCache',
  '/DawnWebGPUCache',
  '/GrShaderCache',
  '/ShaderCache',
]

/** A profile, the folder around profiles, and the same where a maker has several programs. */
const chromiumFolders = ['.config/*', '.config/*/*', '.config/*/*/*']

export const caches: readonly Exclusion[] = [
  ...rules('cache', ['.cache', '.thumbnails', '.local/share/Trash', '.npm/_logs', '.kube/cache']),
  ...rules('cache', ['.mozilla/*/*/cache2', '.mozilla/*/*/startupCache']),
  ...rules(
    'cache',
    chromiumFolders.flatMap((folder) => chromiumCaches.map((name) => `${folder}${name}`)),
  ),
  ...rules('cache', ['.config/*/*/Service Worker/CacheStorage', '.config/*/*/*/Service Worker/CacheStorage']),
  // An index of this disk, by its inodes.
  ...rules('cache', ['.local/share/baloo', '.local/share/tracker']),
  // Made for this graphics card.
  ...rules('cache', ['.nv', '.local/share/Steam/steamapps/shadercache']),
  ...rules('cache', ['.var/app/*/cache', '.var/app/*/.cache', 'snap/*/common/.cache', 'snap/*/*/.cache']),
]
