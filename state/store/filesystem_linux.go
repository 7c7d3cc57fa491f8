package store

import "syscall"

// onNetwork reports whether dir lies on a file system that other hosts share,
// where WAL is not safe: its index is shared memory, which two hosts do not
// share (https://www.sqlite.org/wal.html, "All processes using a database must
// be on the same host computer"). The numbers are statfs(2)'s.
func onNetwork(dir string) bool {
	var st syscall.Statfs_t
	if err := syscall.Statfs(dir, &st); err != nil {
		return false
	}
	switch uint32(st.Type) {
	case 0x6969, // NFS
		0x517b, 0xff534d42, 0xfe534d42, // SMB, CIFS, SMB2
		0x5346414f, 0x6b414653, // AFS
		0x73757245,             // Coda
		0x564c,                 // NCP
		0x01021997,             // 9P
		0x00c36400, 0x0bd00bd0, // Ceph, Lustre
		0x47504653, 0x19830326, 0x7461636f, // GPFS, BeeGFS, OCFS2
		0x65735546: // FUSE: sshfs and its like cannot be told from local ones
		return true
	}
	return false
}
