//! A data folder on a file system that is mounted read-only, such as a snapshot.

use anyhow::{Result, ensure};
use rustix::fs::StatVfsMountFlags;

use crate::data_folder::DataFolder;

/// Refuses a folder on a read-only file system: SQLite writes beside a database with a write-ahead log even
/// where it only reads, and without that it would miss what is in the log.
pub(crate) fn expect_writable(folder: &DataFolder) -> Result<()> {
    let mount = rustix::fs::statvfs(folder.path());
    // What cannot be looked at is told of by who opens it.
    let flags = mount.map_or(StatVfsMountFlags::empty(), |mount| mount.f_flag);
    check(folder, flags)
}

fn check(folder: &DataFolder, flags: StatVfsMountFlags) -> Result<()> {
    ensure!(
        !flags.contains(StatVfsMountFlags::RDONLY),
        "the data folder {} is on a file system that is mounted read-only, where the database cannot be opened, since \
         SQLite keeps a log beside it: mount it writable, such as a writable clone of a snapshot, or copy the folder",
        folder.path().display()
    );
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn only_a_read_only_mount_is_refused() {
        let folder = DataFolder::at(Path::new("/mnt/snapshot"));
        check(&folder, StatVfsMountFlags::NOSUID).unwrap();
        let flags = StatVfsMountFlags::NOSUID | StatVfsMountFlags::RDONLY;
        let error = check(&folder, flags).unwrap_err().to_string();
        let expect = "the data folder /mnt/snapshot is on a file system that is mounted read-only";
        assert!(error.starts_with(expect), "{error}");
        let place = tempfile::tempdir().unwrap();
        expect_writable(&DataFolder::at(place.path())).unwrap();
        expect_writable(&DataFolder::at(&place.path().join("none"))).unwrap();
    }
}
