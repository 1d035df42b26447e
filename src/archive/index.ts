// The entry `livechat-openapi/archive`: every chat or ticket, past the record limit.
export type { ChatFilters } from "./chats.js";
export { ArchiveError, type ArchiveErrorCode } from "./errors.js";
export { type Archive, exportChats, exportTickets } from "./exporter.js";
export type { ExportOptions } from "./options.js";
export type { Progress } from "./progress.js";
export type { WindowResult } from "./result.js";
export type { TicketFilters } from "./tickets.js";
export type { ArchiveWindow, ResumePoint, WindowOptions } from "./walk.js";
export type { Window } from "./window.js";
export type { ArchiveFormat } from "./write/format.js";
export { type Made, type Manifest, since, type WrittenFile, type WrittenWindow } from "./write/manifest.js";
export type { FormatOptions, WriteOptions } from "./write/options.js";
export { streamArchive } from "./write/streamArchive.js";
export { readManifest, writeArchive } from "./write/writeArchive.js";
