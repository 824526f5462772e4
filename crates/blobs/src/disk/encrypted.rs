//! The body of an encrypted upload: a header, then a run for each append (`cipher`).
//!
//! Nothing that was acknowledged is ever written again: an append begins where the run before it
//! ends, and what one left that was cut off is overwritten. The footer comes with the publishing.

use std::io::{self, IoSlice};

use sha2::Sha256;

use super::staging::{StagedFile, Trouble};
use super::steps::Step;
use crate::cipher::{
    FileKey, RUN_HEADER_BYTES, RUNS_MAX, Run, RunHeader, RunOpener, RunSealer, Runs, Tip, sealed_bytes,
};
use crate::content::Batch;
use crate::format::SEGMENT_BYTES;
use crate::staged::Mark;
use crate::{BlobKey, Error, Staged};

/// What is known of the data.
#[derive(Debug)]
pub(super) struct Encrypted {
    key: FileKey,
    before: Acknowledged,
    /// The run of this append, from its first byte on.
    run: Option<NewRun>,
}

/// The data that was acknowledged.
#[derive(Debug)]
struct Acknowledged {
    /// Bytes of data.
    length: u64,
    /// The last run and where it is, unless there is no data.
    last: Option<(u64, RunHeader)>,
    /// Where the last run ends in the file. 0 while there is not even a header.
    end: u64,
}

/// A run that is being written.
struct NewRun {
    header: RunHeader,
    /// Where its header is in the file.
    place: u64,
    /// The headers that go in front of its first segment.
    headers: Vec<u8>,
    /// Where the next bytes go.
    at: u64,
    sealer: RunSealer,
}

impl Encrypted {
    /// An upload without data. Whatever its file has in it is of no use.
    pub(super) fn new(key: FileKey) -> Self {
        let before = Acknowledged {
            length: 0,
            last: None,
            end: 0,
        };
        Self {
            key,
            before,
            run: None,
        }
    }

    /// Finds the acknowledged data, which ends with the run at `tip`. Also gives the running
    /// SHA-256.
    pub(super) fn begin(
        file: &StagedFile,
        key: FileKey,
        staged: &Staged,
        tip: Tip,
    ) -> Result<(Self, Sha256), Trouble> {
        let mut header = vec![0; key.header().len()];
        file.read(&mut header, 0)?;
        if header != key.header() {
            return Err(Trouble::Lost);
        }
        let last = read_run_header(file, tip)?;
        let size = staged.offset().checked_sub(last.start).ok_or(Trouble::Lost)?;
        let end = tip.place + RUN_HEADER_BYTES + sealed_bytes(size, key.tag_bytes());
        if size == 0 || file.length()? < end {
            return Err(Trouble::Lost);
        }
        let before = Acknowledged {
            length: staged.offset(),
            last: Some((tip.place, last)),
            end,
        };
        let body = Self {
            key,
            before,
            run: None,
        };
        let hash = match staged.hash() {
            Some(hash) => hash.clone(),
            None => {
                let mut hash = Sha256::default();
                body.read_again(file, |bytes| sha2::Digest::update(&mut hash, bytes))?;
                hash
            }
        };
        Ok((body, hash))
    }

    /// Writes the segments that the next data makes whole.
    pub(super) fn write(&mut self, file: &StagedFile, batch: &Batch) -> Result<(), Error> {
        if batch.length == 0 {
            return Ok(());
        }
        let run = match &mut self.run {
            Some(run) => run,
            none => none.insert(self.before.next_run(&self.key)?),
        };
        for frame in &batch.frames {
            run.add(file, frame)?;
        }
        Ok(())
    }

    /// Writes the last segment and makes everything durable.
    pub(super) fn end(&mut self, file: &StagedFile) -> Result<Mark, Error> {
        let Some(run) = &mut self.run else {
            return Ok(self.before.mark());
        };
        run.end(file)?;
        file.cut(run.at)?;
        file.sync()?;
        Ok(Mark::Encrypted(Tip {
            place: run.place,
            chain: run.header.hash(),
        }))
    }

    /// Lets the file end with the acknowledged data.
    pub(super) fn take_back(&self, file: &StagedFile) -> Result<(), Error> {
        match self.before.end {
            0 => file.remove(),
            end => file.cut(end),
        }
    }

    /// Writes the footer of the acknowledged data behind it.
    pub(super) fn close(&mut self, file: &StagedFile, blob: BlobKey) -> Result<(), Trouble> {
        let runs = self.runs(file)?;
        if self.before.last.is_none() {
            let header = &mut [IoSlice::new(self.key.header())];
            file.write(Step::WriteData, header, 0)?;
        }
        let footer = runs.footer(&self.key, blob);
        file.write(Step::WriteTrailer, &mut [IoSlice::new(&footer)], runs.end())?;
        file.cut(runs.end() + footer.len() as u64)?;
        Ok(file.sync()?)
    }

    /// Shows the acknowledged data to `see`. When it is not that, it is lost.
    pub(super) fn read_again(&self, file: &StagedFile, mut see: impl FnMut(&[u8])) -> Result<(), Trouble> {
        let (runs, tags) = (self.runs(file)?, self.key.tag_bytes());
        let mut buffer = Vec::new();
        for run in 0..runs.count() {
            let ((place, chain), data) = (runs.header(run), runs.data(run));
            let header = read_run_header(file, Tip { place, chain: *chain })?;
            let opener = RunOpener::new(&self.key, &header);
            let (mut offset, mut at) = (data.start, place + RUN_HEADER_BYTES);
            while offset < data.end {
                let size = SEGMENT_BYTES.min(data.end - offset);
                buffer.resize((size + tags) as usize, 0);
                file.read(&mut buffer, at)?;
                see(opener.open(offset, &mut buffer).ok_or(Trouble::Lost)?);
                offset += size;
                at += size + tags;
            }
        }
        Ok(())
    }

    /// The runs of the acknowledged data. They are found from the last one to the first, each one
    /// by what the one behind it says; what is not in this chain was never acknowledged.
    fn runs(&self, file: &StagedFile) -> Result<Runs, Trouble> {
        let mut runs = Vec::new();
        let mut next = self.before.last.clone();
        while let Some((place, header)) = next.take() {
            runs.push(Run {
                start: header.start,
                chain: header.hash(),
            });
            let before = Tip {
                place: header.previous,
                chain: header.chain,
            };
            match header.number {
                0 if header.chain == self.key.chain() => {}
                // It stands before the other in the file, so this ends.
                1.. if header.previous < place => {
                    next = Some((before.place, read_run_header(file, before)?));
                }
                _ => return Err(Trouble::Lost),
            }
        }
        runs.reverse();
        let runs = Runs::new(runs, &self.key, self.before.length).ok_or(Trouble::Lost)?;
        let sound = self.before.end == 0 || runs.end() == self.before.end;
        sound.then_some(runs).ok_or(Trouble::Lost)
    }
}

impl Acknowledged {
    fn mark(&self) -> Mark {
        match &self.last {
            None => Mark::Plain(0),
            Some((place, header)) => Mark::Encrypted(Tip {
                place: *place,
                chain: header.hash(),
            }),
        }
    }

    /// A run behind the acknowledged data.
    fn next_run(&self, key: &FileKey) -> Result<NewRun, Error> {
        let header = match &self.last {
            None => RunHeader::first(key)?,
            Some((place, last)) => last.next(*place, self.length)?,
        };
        if header.number >= RUNS_MAX {
            let text = format!("an encrypted upload has at most {RUNS_MAX} pieces");
            return Err(Error::Io(io::Error::other(text)));
        }
        let mut headers = Vec::new();
        if self.last.is_none() {
            headers.extend_from_slice(key.header());
        }
        let place = self.end + headers.len() as u64;
        headers.extend_from_slice(&header.to_bytes());
        Ok(NewRun {
            sealer: RunSealer::new(key, &header),
            header,
            place,
            headers,
            at: self.end,
        })
    }
}

impl NewRun {
    /// Writes the segments that `data` makes whole.
    fn add(&mut self, file: &StagedFile, mut data: &[u8]) -> Result<(), Error> {
        let begin = self.at;
        while !data.is_empty() {
            if let Some(segment) = self.sealer.take(&mut data)? {
                self.at = write(file, &mut self.headers, segment, self.at)?;
            }
        }
        file.begin_writeback(begin, self.at);
        Ok(())
    }

    /// Writes the last segment.
    fn end(&mut self, file: &StagedFile) -> Result<(), Error> {
        if let Some(segment) = self.sealer.finish()? {
            self.at = write(file, &mut self.headers, segment, self.at)?;
        }
        Ok(())
    }
}

/// Writes the headers that are not written yet and a segment, and tells where the next one goes.
fn write(file: &StagedFile, headers: &mut Vec<u8>, segment: &[u8], at: u64) -> Result<u64, Error> {
    let slices = &mut [IoSlice::new(headers), IoSlice::new(segment)];
    file.write(Step::WriteData, slices, at)?;
    let end = at + (headers.len() + segment.len()) as u64;
    headers.clear();
    Ok(end)
}

impl std::fmt::Debug for NewRun {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NewRun")
            .field("place", &self.place)
            .field("at", &self.at)
            .finish_non_exhaustive()
    }
}

/// The header of the run at `tip`, which must be the one that hashes to its chain.
fn read_run_header(file: &StagedFile, tip: Tip) -> Result<RunHeader, Trouble> {
    let mut bytes = [0; RUN_HEADER_BYTES as usize];
    file.read(&mut bytes, tip.place)?;
    RunHeader::read(&bytes, &tip.chain).ok_or(Trouble::Lost)
}
