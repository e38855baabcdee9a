//! The intake service as a process of its own.

fn main() -> std::process::ExitCode {
    huiyin_chassis::main::<huiyin_intake::Intake>()
}
