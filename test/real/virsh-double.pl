#!/usr/bin/perl
# As much of virsh as placing guests asks for. Refuses definitions with the word REFUSED in them.
use strict;
use warnings;

my $folder = '/etc/libvirt/qemu';
my %given;
my ($command) = grep { /^(?:list|dumpxml|define|undefine|snapshot-list|snapshot-current)$/ } @ARGV;
$given{ $ARGV[$_] } = $ARGV[ $_ + 1 ] // '' for 0 .. $#ARGV;

sub slurp {
    open my $file, '<', $_[0] or die "error: $_[0]: $!\n";
    local $/ = undef;
    return <$file>;
}
sub files { return glob "$folder/*.xml" }
sub field { return $_[0] =~ m{<$_[1]>(.*?)</$_[1]>} ? $1 : '' }
my ($defined) = grep { field( slurp($_), 'uuid' ) eq ( $given{'--domain'} // '' ) } files();

if ( $command eq 'list' ) {
    if ( exists $given{'--persistent'} ) { print field( slurp($_), 'uuid' ), ' ', field( slurp($_), 'name' ), "\n" for files() }
}
elsif ( $command eq 'dumpxml' )  { print slurp($defined) }
elsif ( $command eq 'undefine' ) { unlink $defined }
elsif ( $command eq 'snapshot-current' ) { exit 1 }
elsif ( $command eq 'define' ) {
    my $xml = slurp( $given{'--file'} );
    die "error: unsupported configuration\n" if $xml =~ /REFUSED/;
    open my $file, '>', "$folder/" . field( $xml, 'name' ) . '.xml' or die "error: $!\n";
    print {$file} $xml;
    close $file;
    kill 'KILL', getppid if unlink '/var/lib/dies-with-' . field( $xml, 'name' );
}
