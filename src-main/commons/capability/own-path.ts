/**
 * A place that belongs to pc-switcher on each laptop: absolute, with `*` and `?` for anything within a name, and what
 * lies below it is meant too. "/etc/systemd/system/pc-switcher*".
 */
export type OwnPath = `/${string}`
