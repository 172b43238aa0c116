/** `pc-switcher bundle registry`: registries that bundles are kept in. */
import type { Command as Commander } from 'commander'
import { calls } from '../../../contract/calls.ts'
import { registryLoginSchema, type RegistryLogin } from '../../../contract/oci-address.ts'
import { AppError } from '../../../kernel/app-error.ts'
import { askHidden, readFirstLine } from '../asking/with-password.ts'
import { readCertificates } from '../asking/read-certificates.ts'
import { exitCodes } from '../exit-codes.ts'
import type { CliOutput } from '../output.ts'
import type { AddCommand, CliCommand, Does } from '../program-parts.ts'
import { sayMissing } from '../say-missing.ts'
import * as texts from './texts.ts'

interface On {
  readonly on?: string
}
interface RegistryOptions extends On {
  readonly user?: string
  readonly tokenStdin: boolean
  readonly ca?: string
}

const laptopOf = ({ on }: On) => (on === undefined ? {} : { laptop: on })

export function addRegistryCommands(bundle: Commander, command: AddCommand, does: Does): void {
  const registry = bundle.command('registry').description('registries that bundles are pushed to, by their names')
  const addTo = (words: string, description: string) =>
    command(registry, words, description).option('--on <host>', 'of this laptop instead of the one you are at')
  addTo('list', 'list the registries').action((options: On) => does(registryListCommand(options))())
  addTo('add <name> <where>', 'add a repository in a registry, such as oci://ghcr.io/alice/bundles')
    .option('--user <account>', 'sign in as this account; its token is asked for')
    .option('--token-stdin', 'read the token from standard input, for scripts', false)
    .option('--ca <file>', 'certificate of an authority of your own that vouches for the server')
    .action((name: string, where: string, options: RegistryOptions) => does(registryAddCommand(name, where, options))())
  addTo('remove <name>', 'forget a registry; what is in it stays').action((name: string, options: On) =>
    does(registryRemoveCommand(name, options))(),
  )
}

function registryListCommand({ on }: On): CliCommand {
  return async ({ client }, output) => {
    const { registries, missing } = await client.call(calls.bundlesRegistries, { on: on === undefined ? [] : [on] })
    output.tell({ type: 'bundle-registries', registries, missing })
    if (registries.length === 0 && missing.length === 0) output.say(texts.noRegistries)
    registries.map(texts.registryLine).forEach(output.say)
    return sayMissing(missing, on, output)
  }
}

function registryAddCommand(
  name: string,
  where: string,
  { user, tokenStdin, ca, ...options }: RegistryOptions,
): CliCommand {
  return async ({ client }, output) => {
    const login = user === undefined ? undefined : await loginOf(user, tokenStdin, output)
    const added = await client.call(calls.bundlesAddRegistry, {
      ...{ ...laptopOf(options), name, where },
      ...(login === undefined ? {} : { login }),
      ...(ca === undefined ? {} : { ca: readCertificates(ca) }),
    })
    output.tell({ type: 'bundle-registry', ...added })
    output.say(texts.registryAdded(added))
    return exitCodes.done
  }
}

/** Its token is asked for unseen. */
async function loginOf(user: string, isHandedIn: boolean, output: CliOutput): Promise<RegistryLogin> {
  const typed = isHandedIn
    ? await readFirstLine(process.stdin)
    : output.terminal === undefined
      ? undefined
      : await askHidden(texts.tokenPrompt(user), process.stdin, process.stdout)
  const login = registryLoginSchema.safeParse({ user, token: typed?.trim() })
  if (!login.success) throw new AppError({ code: 'invalid-input', ...texts.noLogin })
  return login.data
}

function registryRemoveCommand(name: string, options: On): CliCommand {
  return async ({ client }, output) => {
    await client.call(calls.bundlesRemoveRegistry, { ...laptopOf(options), name })
    output.tell({ type: 'bundle-registry-removed', name })
    output.say(texts.registryRemoved(name))
    return exitCodes.done
  }
}
