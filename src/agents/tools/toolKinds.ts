import type { ActKind } from '../../model/records.ts';

/** Names of tools as several agents have them, in lower case without signs. */
const NAMES: Readonly<Partial<Record<ActKind, string>>> = {
  read: `read fsread readfile readfiles readmultiplefiles readcode readmanyfiles view viewfile openfile
    readnotebook imageread fetchinstructions readlints readcurrentlyopenfile
    readfilerange viewdiff viewrepomap viewsubdirectory`,
  edit: `write fswrite strreplace fsappend append create createfile editfile deletefile delete replace edit
    multiedit applypatch patch editor texteditor developertexteditor strreplaceeditor searchreplace searchandreplace
    replaceinfile strreplacefile writetofile applydiff insertcontent writefile newfilecreated editedexistingfile applieddiff
    filedeleted editnotebook notebookedit semanticrename smartrelocate editexistingfile createnewfile
    singlefindandreplace`,
  shell: `bash shell executebash executecommand executecmd executepwsh runcommand runcommands runterminalcmd
    runterminalcommand terminal command execute exec developershell controlbashprocess controlpwshprocess`,
  search: `grep glob list ls listfiles listdir listdirectory searchfiles grepsearch filesearch search
    codebasesearch listcodedefinitionnames semsearch semanticsearch code searchcode searchcodebase listfilestoplevel
    listfilesrecursive tree fileglobsearch globsearch exactsearch codebasetool`,
  web: `webfetch websearch fetch fetchwebcontent remotewebsearch browseraction fetchwebpage searchweb
    fetchurlcontent`,
  spawn: `task subagent subagents usesubagent usesubagents invokesubagent spawnagent newtask agent delegate`,
};

const KINDS = new Map(
  (Object.entries(NAMES) as [ActKind, string][]).flatMap(([kind, names]) =>
    names.split(/\s+/).map(name => [name, kind] as const),
  ),
);

/** `fs_write`, `fsWrite` and `FsWrite` are one name. */
export function plainName(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '');
}

/** @param fallback for names that are not known, as those of servers' tools */
export function kindOfTool(tool: string, fallback: ActKind = 'other'): ActKind {
  return KINDS.get(plainName(tool)) ?? fallback;
}
