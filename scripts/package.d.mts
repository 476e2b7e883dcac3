/** Builds, and packs. @returns path of the package */
export function pack(out?: string): Promise<string>;
/** Files that are packed, relative to the project. */
export function packedFiles(): Promise<string[]>;
