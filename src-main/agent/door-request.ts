/** What the other laptop's key may ask for. Anything that is not letter for letter one of these is refused. */
export type DoorRequest =
  | { readonly kind: 'agent' }
  /** For work that nobody waits for. */
  | { readonly kind: 'idle-agent' }
  | { readonly kind: 'ticket'; readonly secret: string }
  | { readonly kind: 'refused' }

/** `command` is sshd's SSH_ORIGINAL_COMMAND, which is empty when a shell was asked for. */
export function readDoorRequest(command: string | undefined): DoorRequest {
  if (command === 'agent' || command === 'idle-agent') return { kind: command }
  const secret = /^ticket ([0-9a-f]{64})$/.exec(command ?? '')?.[1]
  return secret === undefined ? { kind: 'refused' } : { kind: 'ticket', secret }
}
