/**
 * A unit of systemd that may stand in a file, a template ("foo@.service") too (systemd.unit(5)). Scopes are made by programs, and
 * devices by the kernel.
 */
export const unitNamePattern =
  /^[A-Za-z0-9_][A-Za-z0-9_.:@\\-]*\.(?:service|socket|timer|path|mount|automount|swap|target|slice)$/

/** A link to it blocks the unit of its name. */
export const maskTarget = '/dev/null'

/** "foo@.service" of "foo@bob.service"; of a unit that is no instance itself. */
export function templateOf(unit: string): string {
  return unit.replace(/@.*\./, '@.')
}
