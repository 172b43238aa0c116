/**
 * What tools of developers have fetched or built, at its usual places. It travels, so that one can build on the road without a
 * network, though most of it lies in ~/.cache. It is never asked about and never removed: tools look for what they need in it, and
 * clear it up themselves.
 */
import { rules, type Exclusion } from './exclusion.ts'

export const developerCaches: readonly Exclusion[] = rules('developer', [
  // Python
  '.cache/pip',
  '.cache/uv',
  '.cache/pypoetry',
  '.cache/pipenv',
  '.cache/pdm',
  '.conda/pkgs',
  'miniconda3/pkgs',
  'miniforge3/pkgs',
  // JavaScript
  '.npm/_cacache',
  '.cache/yarn',
  '.yarn/berry/cache',
  '.cache/pnpm',
  '.local/share/pnpm/store',
  '.bun/install/cache',
  '.cache/node-gyp',
  '.cache/electron',
  '.cache/deno',
  // Browsers for tests, and hooks of repositories with their environments
  '.cache/ms-playwright',
  '.cache/puppeteer',
  '.cache/Cypress',
  '.cache/pre-commit',
  // Rust: binaries of ~/.cargo/bin are files like any other
  '.cargo/registry',
  '.cargo/git',
  '.cache/sccache',
  // Go: binaries of ~/go/bin are files like any other
  '.cache/go-build',
  'go/pkg/mod',
  // C and C++
  '.ccache',
  '.cache/ccache',
  '.cache/vcpkg',
  // Java, Kotlin, Scala
  '.m2/repository',
  '.m2/wrapper/dists',
  '.gradle/caches',
  '.gradle/wrapper/dists',
  '.ivy2/cache',
  '.sbt/boot',
  '.cache/coursier',
  // PHP, .NET, Ruby
  '.cache/composer',
  '.composer/cache',
  '.nuget/packages',
  '.local/share/NuGet/http-cache',
  '.bundle/cache',
  '.cache/gem',
  // Haskell, Elixir, Dart, OCaml, Julia, Zig
  '.cabal/packages',
  '.cache/cabal',
  '.hex/packages',
  '.pub-cache/hosted',
  '.pub-cache/git',
  '.opam/download-cache',
  '.julia/packages',
  '.julia/registries',
  '.cache/zig',
])

/** The line of home.stignore by which they are not copied at all. */
export const developerLine = '~developer-caches'
