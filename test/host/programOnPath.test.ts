import assert from 'node:assert/strict';
import { programOnPath } from '../../src/host/programOnPath.ts';

describe('host/programOnPath', () => {
  const find = (platform: NodeJS.Platform, variables: Record<string, string>, ...programs: string[]) =>
    programOnPath('claude', { platform, variables, isProgram: path => programs.includes(path) });

  it('takes the first folder that has it', () => {
    const PATH = '/usr/bin:/home/ada/.local/bin:/opt/bin';
    assert.equal(
      find('linux', { PATH }, '/opt/bin/claude', '/home/ada/.local/bin/claude'),
      '/home/ada/.local/bin/claude',
    );
    assert.equal(find('linux', { PATH }, '/sbin/claude'), null);
    assert.equal(find('linux', {}, '/usr/bin/claude'), null);
  });

  it('looks into no folder that depends on where it is', () => {
    assert.equal(
      find('linux', { PATH: '.::bin:node_modules/.bin' }, 'claude', './claude', 'bin/claude'),
      null,
    );
    assert.equal(find('win32', { Path: '.;bin' }, 'claude.exe', '.\\claude.exe', 'bin\\claude.exe'), null);
  });

  it('knows the endings of Windows', () => {
    const variables = { Path: 'C:\\Windows;C:\\npm', PATHEXT: '.COM;.EXE;.CMD' };
    assert.equal(find('win32', variables, 'C:\\npm\\claude', 'C:\\npm\\claude.cmd'), 'C:\\npm\\claude.cmd');
  });
});
