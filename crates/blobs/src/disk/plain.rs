//! The body of an upload that is not encrypted: data, then the trailer of `format`.
//!
//! Whose the data is stands in the trailer from the publishing on, as nobody knows it before.
//! Bytes before the acknowledged offset are never written again. What stands behind them is
//! the trailer, or whatever an append left that was cut off.

use std::io::IoSlice;

use sha2::Sha256;

use super::staging::{StagedFile, Trouble};
use super::steps::Step;
use crate::content::Batch;
use crate::format::{Owner, SEGMENT_BYTES, Table, file_bytes};
use crate::staged::Mark;
use crate::{BlobKey, Error, Staged};

/// What is known of the data.
#[derive(Debug)]
pub(super) struct Plain {
    /// The acknowledged data.
    before: Table,
    /// All data.
    table: Table,
}

impl Plain {
    /// Finds out about the acknowledged data, from the trailer or, after an append that was cut
    /// off, from the data itself. Also gives the running SHA-256.
    pub(super) fn begin(file: &StagedFile, staged: &Staged, check: u32) -> Result<(Self, Sha256), Trouble> {
        let known = read_table(file, staged, check)?;
        let (table, hash) = match (known, staged.hash()) {
            (Some(table), Some(hash)) => (table, hash.clone()),
            (None, Some(hash)) => (read_table_again(file, staged, check, |_| ())?, hash.clone()),
            (_, None) => {
                let mut hash = Sha256::default();
                let see = |bytes: &[u8]| sha2::Digest::update(&mut hash, bytes);
                (read_table_again(file, staged, check, see)?, hash)
            }
        };
        let before = table.clone();
        Ok((Self { before, table }, hash))
    }

    /// Writes the next data.
    pub(super) fn write(&mut self, file: &StagedFile, batch: &Batch) -> Result<(), Error> {
        let offset = self.table.length();
        let mut slices: Vec<_> = batch.frames.iter().map(|frame| IoSlice::new(frame)).collect();
        file.write(Step::WriteData, &mut slices, offset)?;
        batch.frames.iter().for_each(|frame| self.table.extend(frame));
        file.begin_writeback(offset, self.table.length());
        Ok(())
    }

    /// Ends the file with the trailer of all data and makes it durable.
    pub(super) fn end(&self, file: &StagedFile) -> Result<Mark, Error> {
        write_end(file, &self.table, Owner::Any)?;
        Ok(Mark::Plain(self.table.sum()))
    }

    /// Makes the file of the acknowledged data the one of `blob`, durably.
    pub(super) fn close(&self, file: &StagedFile, blob: BlobKey) -> Result<(), Error> {
        write_end(file, &self.before, Owner::Blob(blob))
    }

    /// Lets the file end where it did, with the trailer that it had.
    pub(super) fn take_back(&self, file: &StagedFile) -> Result<(), Error> {
        if self.before.length() == 0 {
            return file.remove();
        }
        file.cut(self.before.length())?;
        write_trailer(file, &self.before, Owner::Any)
    }

    /// Shows the acknowledged data to `see`.
    pub(super) fn read_again(&self, file: &StagedFile, see: impl FnMut(&[u8])) -> Result<(), Trouble> {
        let again = read_again(file, self.before.length(), see)?;
        (again == self.before).then_some(()).ok_or(Trouble::Lost)
    }
}

/// Ends the file with a trailer and makes it durable.
fn write_end(file: &StagedFile, table: &Table, owner: Owner) -> Result<(), Error> {
    write_trailer(file, table, owner)?;
    file.cut(file_bytes(table.length()))?;
    file.sync()
}

fn write_trailer(file: &StagedFile, table: &Table, owner: Owner) -> Result<(), Error> {
    let trailer = table.trailer(owner);
    file.write(Step::WriteTrailer, &mut [IoSlice::new(&trailer)], table.length())
}

/// The table that stands behind the acknowledged data, when it is theirs.
fn read_table(file: &StagedFile, staged: &Staged, check: u32) -> Result<Option<Table>, Trouble> {
    let (offset, length) = (staged.offset(), file.length()?);
    if length < offset {
        return Err(Trouble::Lost);
    }
    if length != file_bytes(offset) {
        return Ok(None);
    }
    let size = usize::try_from(length - offset).map_err(|_| Trouble::Lost)?;
    let mut trailer = vec![0; size];
    file.read(&mut trailer, offset)?;
    let table = Table::read(&trailer, offset, Owner::Any);
    Ok(table.filter(|table| table.sum() == check))
}

/// The table from the acknowledged data. When the checksums are not the acknowledged ones, the
/// data is lost.
fn read_table_again(
    file: &StagedFile,
    staged: &Staged,
    check: u32,
    see: impl FnMut(&[u8]),
) -> Result<Table, Trouble> {
    let table = read_again(file, staged.offset(), see)?;
    (table.sum() == check).then_some(table).ok_or(Trouble::Lost)
}

/// Reads the first `length` bytes and shows them to `see`.
fn read_again(file: &StagedFile, length: u64, mut see: impl FnMut(&[u8])) -> Result<Table, Trouble> {
    let mut table = Table::default();
    let mut buffer = vec![0; SEGMENT_BYTES as usize];
    while table.length() < length {
        let rest = length - table.length();
        let size = usize::try_from(rest).unwrap_or(usize::MAX).min(buffer.len());
        let bytes = &mut buffer[..size];
        file.read(bytes, table.length())?;
        see(bytes);
        table.extend(bytes);
    }
    Ok(table)
}
