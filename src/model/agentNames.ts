/** Names as their makers write them; another agent is shown by its id, spelt out. */
const NAMES: Readonly<Record<string, string>> = {
  'claude-code': 'Claude Code',
  'amazon-q': 'Amazon Q',
  claude: 'Claude',
  codex: 'Codex',
  devin: 'Devin',
  jules: 'Jules',
  copilot: 'GitHub Copilot',
  'copilot-chat': 'GitHub Copilot Chat',
  'copilot-cli': 'Copilot CLI',
  cursor: 'Cursor',
  gemini: 'Gemini CLI',
  'gemini-cli': 'Gemini CLI',
  kiro: 'Kiro',
  openclaw: 'OpenClaw',
  opencode: 'OpenCode',
  pi: 'pi',
  qwen: 'Qwen Code',
  'qwen-code': 'Qwen Code',
  roo: 'Roo Code',
  'roo-code': 'Roo Code',
};

export function agentName(id: string): string {
  const words = id.split('-').filter(word => word !== '');
  return NAMES[id] ?? words.map(word => word[0]!.toUpperCase() + word.slice(1)).join(' ');
}
