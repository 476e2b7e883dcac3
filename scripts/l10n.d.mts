export const BUNDLE: string;
export function messagesOf(source: string): { messages: string[]; unread: string[] };
export function bundleText(): Promise<string>;
