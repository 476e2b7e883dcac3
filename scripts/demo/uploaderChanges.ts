import type { ChangePlan } from './plan.ts';

const OPUS = 'claude-opus-4-5';
const SONNET = 'claude-sonnet-4-5';

/** Changes to Harbour's uploader, oldest first. */
export const UPLOADER_CHANGES: readonly ChangePlan[] = [
  {
    repository: 'uploader',
    way: 'push',
    meant: 'shipped',
    subject: 'Measure how fast chunks go out',
    sessions: [
      {
        day: 40,
        hour: 10.3,
        model: SONNET,
        title: 'Measure how fast chunks go out',
        files: ['uploader/pace.py', 'tests/test_pace.py'],
      },
    ],
  },
  {
    repository: 'uploader',
    way: 'push',
    meant: 'shipped',
    subject: 'Check each chunk against its checksum',
    sessions: [
      {
        day: 35,
        hour: 11,
        model: SONNET,
        title: 'Check each chunk against its checksum',
        files: ['uploader/checksum.py', 'tests/test_checksum.py'],
      },
    ],
  },
  {
    repository: 'uploader',
    way: 'squash',
    meant: 'shipped',
    subject: 'Resume uploads after a restart',
    branch: 'feat/resume',
    request: 44,
    sessions: [
      {
        day: 26,
        hour: 9,
        model: OPUS,
        title: 'Resume uploads after a restart',
        files: ['uploader/resume.py', 'uploader/journal.py'],
        helper: true,
      },
      {
        day: 25,
        hour: 9.4,
        model: OPUS,
        title: 'Keep the upload journal small',
        files: ['uploader/journal.py'],
        subject: 'Trim the journal',
      },
      {
        day: 25,
        hour: 13.6,
        model: SONNET,
        title: 'Tests for resuming uploads',
        files: ['tests/test_resume.py', 'uploader/resume.py'],
        subject: 'Test resuming',
      },
    ],
  },
  {
    repository: 'uploader',
    way: 'push',
    meant: 'shipped',
    subject: 'Document how uploads resume',
    sessions: [
      {
        day: 17,
        hour: 15,
        model: SONNET,
        title: 'Document how uploads resume',
        files: ['docs/resume.md', 'docs/uploads.md'],
      },
    ],
  },
  {
    repository: 'uploader',
    way: 'push',
    meant: 'shipped',
    subject: 'Upload four chunks at a time',
    sessions: [
      {
        day: 7,
        hour: 9.6,
        model: SONNET,
        title: 'Upload four chunks at a time',
        files: ['uploader/parallel.py', 'uploader/chunks.py'],
        touch: 'format',
      },
      {
        day: 6,
        hour: 10.2,
        model: SONNET,
        title: 'Tests for parallel uploads',
        files: ['tests/test_parallel.py', 'uploader/parallel.py'],
        subject: 'Test parallel uploads',
      },
    ],
  },
  {
    repository: 'uploader',
    way: 'local',
    meant: 'committed',
    subject: 'Retry with back-off for the uploader',
    branch: 'feat/retry',
    sessions: [
      {
        day: 4,
        hour: 7.4,
        exact: true,
        model: OPUS,
        title: 'Retry with back-off for the uploader',
        files: ['uploader/retry.py', 'uploader/client.py'],
        helper: true,
      },
      {
        day: 4,
        hour: 3.1,
        exact: true,
        model: OPUS,
        title: 'Tests for the back-off',
        files: ['tests/test_retry.py', 'uploader/retry.py'],
        subject: 'Test the back-off',
      },
    ],
  },
  {
    repository: 'uploader',
    way: 'branch',
    meant: 'pushed',
    subject: 'Keep odd file names intact',
    branch: 'fix/file-names',
    sessions: [
      {
        day: 3,
        hour: 14.1,
        model: SONNET,
        title: 'Keep odd file names intact',
        files: ['uploader/names.py', 'tests/test_names.py'],
      },
    ],
  },
];
